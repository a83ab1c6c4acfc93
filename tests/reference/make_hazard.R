# Makes hazard.json from hazard_panel.csv: discrete-time hazards by R's glm (logit and complementary
# log-log), with clubSandwich's CR2 and Satterthwaite degrees of freedom by area where installed.
#   Rscript make_hazard.R   in this folder
panel <- read.csv("hazard_panel.csv")
found <- list()
for (link in c("logit", "cloglog")) {
  fit <- glm(start ~ stable_boundaries + imd_score + client_group + financial_year,
             family = binomial(link = link), data = panel,
             control = glm.control(epsilon = 1e-14, maxit = 100))
  found[[link]] <- list(
    coef = as.list(coef(fit)), model_error = as.list(sqrt(diag(vcov(fit)))),
    deviance = deviance(fit))
  if (requireNamespace("clubSandwich", quietly = TRUE)) {
    test <- clubSandwich::coef_test(fit, vcov = "CR2", cluster = panel$area_code,
                                    test = "Satterthwaite")
    found[[link]]$cr2_error <- as.list(setNames(test$SE, rownames(test)))
    found[[link]]$cr2_df <- as.list(setNames(test$df_Satt, rownames(test)))
  }
}
as_json <- function(x) {
  if (is.list(x)) paste0("{", paste0('"', names(x), '": ', sapply(x, as_json), collapse = ", "), "}")
  else format(x, digits = 15)
}
writeLines(as_json(found), "hazard.json")
