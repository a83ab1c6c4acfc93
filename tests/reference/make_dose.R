# Make clubSandwich's values of the dose, its joint tests and the contrast.
#
# Run once after make_dose.py, with R and clubSandwich: `Rscript make_dose.R` in this folder. It
# reads dose_panel.csv and writes dose_cr2.json beside itself; the tests need no R. The constant
# prior weight changes nothing but the scale of the variance (make_cr2.R says why it is there).

library(clubSandwich)
rows <- read.csv("dose_panel.csv", colClasses = c(year = "character"))
first <- rows[!duplicated(rows$area), ]
unit <- sd(first$dose)
rows$dose <- rows$dose / unit
# Kinds 3 and 4 are those of region 7 alone: one of them is determined by the other and the region.
first$kind[first$kind == 3] <- 0
years <- sort(unique(rows$year))
for (year in years) rows[[paste0("dose_", substr(year, 1, 4))]] <- rows$dose * (rows$year == year)
kept <- paste0("dose_", substr(setdiff(years, "2014/15"), 1, 4))
tight <- glm.control(epsilon = 1e-13, maxit = 100)
rows$scale <- max(rows$days)

tested <- function(fit, vcov, terms) {
  found <- coef_test(fit, vcov = vcov)
  found <- found[match(terms, rownames(found)), ]
  values <- sprintf(
    '"%s": {"coef": %.15g, "error": %.15g, "df": %.15g, "p": %.15g}',
    terms, found$beta, found$SE, found$df_Satt, found$p_Satt
  )
  paste(values, collapse = ", ")
}
joint <- function(fit, vcov, terms) {
  places <- match(terms, names(coef(fit)))
  found <- Wald_test(fit, constraints = constrain_zero(places), vcov = vcov, test = "HTZ")
  sprintf(
    '{"statistic": %.15g, "df_numerator": %.15g, "df_denominator": %.15g, "p": %.15g}',
    found$Fstat, found$df_num, found$df_denom, found$p_val
  )
}

panel <- glm(
  reformulate(c(kept, "factor(area)", "factor(year)", "offset(log(base))"), "days"),
  poisson, rows, weights = scale, control = tight
)
by_area <- vcovCR(panel, cluster = rows$area, type = "CR2")

# Two outcomes of one area, each with terms of its own.
areas_of <- function(outcome) {
  keep <- rows$year >= "2015/16"
  late <- aggregate(cbind(count = rows[[outcome]], base = rows$base)[keep, ],
                    list(area = rows$area[keep]), sum)
  keep <- rows$year <= "2013/14"
  early <- aggregate(cbind(count = rows[[outcome]], base = rows$base)[keep, ],
                     list(area = rows$area[keep]), sum)
  late$before <- log(early$count / early$base)
  late$outcome <- outcome
  cbind(late, first[, c("region", "kind", "dose", "need")])
}
both <- rbind(areas_of("days"), areas_of("other_days"))
both$dose <- both$dose / unit
both$first <- as.numeric(both$outcome == "days")
both$scale <- max(both$count)
contrast <- glm(
  count ~ dose + dose:first + first + before + before:first + need + need:first +
    factor(region) + factor(region):first + factor(kind) + factor(kind):first + offset(log(base)),
  poisson, both, weights = scale, control = tight
)
of_areas <- vcovCR(contrast, cluster = both$area, type = "CR2")

lines <- c(
  sprintf('"dose": {%s}', tested(panel, by_area, kept)),
  sprintf('"before": %s', joint(panel, by_area, kept[1:3])),
  sprintf('"after": %s', joint(panel, by_area, kept[4:5])),
  sprintf('"contrast": {%s}', tested(contrast, of_areas, "dose:first")),
  sprintf('"versions": {"R": "%s", "clubSandwich": "%s"}',
          getRversion(), packageVersion("clubSandwich"))
)
writeLines(paste0("{\n ", paste(lines, collapse = ",\n "), "\n}"), "dose_cr2.json")
