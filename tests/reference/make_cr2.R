# Make the reference values of CR2 and of Satterthwaite's degrees of freedom, with clubSandwich.
#
# Run once, with R and its package clubSandwich: `Rscript make_cr2.R` in this folder. It reads
# estimation_data.csv and estimation_panel.csv, which make_estimation.py wrote, and writes
# cr2.json beside itself; the tests need no R.
#
# The working variance of every model is the inverse of its weights: clubSandwich's default for
# generalised linear models, and asked for where least squares are weighted (there on the scale of
# its own weights, whose mean is one). Fixed effects are full dummies. clubSandwich takes
# eigenvalues below 1e-12 as nought whatever the scale of the variance, so the Poisson panels carry
# a constant prior weight that brings their variances to one or less; it changes nothing else.

library(clubSandwich)
areas <- read.csv("estimation_data.csv")
bodies <- read.csv("estimation_panel.csv")
bodies$few <- bodies$exposed * (bodies$body < 5)
bodies$count <- round(100 * exp(bodies$outcome))
bodies$scale <- max(bodies$count)
tight <- glm.control(epsilon = 1e-14, maxit = 100)

tested <- function(fit, cluster, terms, ...) {
  found <- coef_test(fit, vcov = vcovCR(fit, cluster = cluster, type = "CR2", ...))
  found <- found[match(terms, rownames(found)), ]
  values <- paste(sprintf(
    '"%s": {"coef": %.15g, "error": %.15g, "df": %.15g, "p": %.15g}',
    terms, found$beta, found$SE, found$df_Satt, found$p_Satt
  ), collapse = ", ")
  paste0("{", values, "}")
}

both <- c("pool", "need")
panel <- function(exposure, outcome) reformulate(c(exposure, "factor(body)", "factor(year)"), outcome)
cases <- c(
  linear = tested(lm(log_ratio ~ pool + need, areas), areas$cluster, both),
  weighted = tested(
    lm(log_ratio ~ pool + need, areas, weights = weight), areas$cluster, both,
    target = mean(areas$weight) / areas$weight, inverse_var = TRUE
  ),
  poisson = tested(
    glm(count ~ pool + need + offset(log_expected), poisson, areas, control = tight),
    areas$cluster, both
  ),
  logit = tested(glm(late ~ pool + need, binomial, areas, control = tight), areas$cluster, both),
  "panel linear" = tested(lm(panel("exposed", "outcome"), bodies), bodies$body, "exposed"),
  "panel linear, four change" = tested(lm(panel("few", "outcome"), bodies), bodies$body, "few"),
  "panel poisson" = tested(
    glm(panel("exposed", "count"), poisson, bodies, weights = scale, control = tight), bodies$body, "exposed"
  ),
  "panel poisson, four change" = tested(
    glm(panel("few", "count"), poisson, bodies, weights = scale, control = tight), bodies$body, "few"
  )
)
version <- sprintf(
  '"versions": {"R": "%s", "clubSandwich": "%s"}', getRversion(), packageVersion("clubSandwich")
)
lines <- c(sprintf('"%s": %s', names(cases), cases), version)
writeLines(paste0("{\n ", paste(lines, collapse = ",\n "), "\n}"), "cr2.json")
