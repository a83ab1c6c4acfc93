# Continuous inpatient spells of a table by epidm: Rscript _spells.R IN.csv OUT.csv
# Writes each row's spell, and prints the processor seconds that cip_spells took.
suppressPackageStartupMessages(library(data.table))
given <- commandArgs(trailingOnly = TRUE)
stays <- fread(given[1], colClasses = "character")
stays[, admitted := as.Date(admitted)]
stays[, ended := as.Date(ended)]
began <- proc.time()
joined <- epidm::cip_spells(
  stays,
  group_vars = "patient",
  spell_start_date = "admitted",
  spell_end_date = "ended",
  admission_method = "method",
  admission_source = "source",
  discharge_destination = "destination",
  patient_classification = "class"
)
took <- proc.time() - began
fwrite(joined[, .(stay, cip_indx)], given[2])
cat(took[["user.self"]] + took[["sys.self"]])
