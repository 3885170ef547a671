# Values of the estimators by R's estimatr, sandwich and clubSandwich: Rscript reference.R (writes reference.json).
suppressMessages({library(estimatr); library(sandwich); library(clubSandwich); library(AER)})
values <- list()
put <- function(name, estimate, error, df) {
  values[[name]] <<- c(estimate = unname(estimate), error = unname(error), df = unname(df))
}
club <- function(name, model, cluster, type, term = "z") {
  test <- suppressWarnings(coef_test(model, vcov = vcovCR(model, cluster, type), test = "Satterthwaite", coefs = term))
  put(name, test$beta, test$SE, if (is.null(test$df)) test$df_Satt else test$df)
}
robust <- function(name, model, term = "z") {
  put(name, model$coefficients[[term]], model$std.error[[term]], model$df[[term]])
}
for (file in c("nested", "crossing", "pairs")) {
  t <- read.csv(paste0(file, ".csv"))
  t$f <- factor(t$block); t$row <- seq_len(nrow(t)); t$one <- 1
  for (weighted in c(FALSE, TRUE)) {
    t$mass <- if (weighted) t$w / mean(t$w) else 1
    as <- paste0(file, if (weighted) "/weighted" else "/plain")
    models <- list(
      mean = lm(y ~ z, t, weights = mass), covariates = lm(y ~ z + x1 + x2, t, weights = mass),
      blocks = lm(y ~ z + f, t, weights = mass), both = lm(y ~ z + x1 + x2 + f, t, weights = mass),
      lin = lm(y ~ z * (I(x1 - weighted.mean(x1, mass)) + I(x2 - weighted.mean(x2, mass))), t, weights = mass),
      linblocks = lm(y ~ z * (I(x1 - weighted.mean(x1, mass)) + I(x2 - weighted.mean(x2, mass))) + f, t, weights = mass))
    if (!weighted) models <- lapply(models, function(m) { m$call$weights <- NULL; update(m, weights = NULL) })
    for (m in names(models)) {
      for (type in c("CR0", "CR1", "CR1S", "CR2")) {
        club(paste(as, m, type, sep = "/"), models[[m]], t$cluster, type)
      }
      hc <- sqrt(vcovHC(models[[m]], "HC2")["z", "z"])
      put(paste(as, m, "HC2", sep = "/"), coef(models[[m]])["z"], hc, NA)
      if (!weighted) club(paste(as, m, "HC2df", sep = "/"), models[[m]], t$row, "CR2")
    }
    iv <- list(mean = ivreg(y ~ d | z, data = t, weights = mass), covariates = ivreg(y ~ d + x1 + x2 | z + x1 + x2, data = t, weights = mass),
               blocks = ivreg(y ~ d + f | z + f, data = t, weights = mass))
    if (!weighted) iv <- list(mean = ivreg(y ~ d | z, data = t), covariates = ivreg(y ~ d + x1 + x2 | z + x1 + x2, data = t),
                              blocks = ivreg(y ~ d + f | z + f, data = t))
    for (m in names(iv)) {
      club(paste(as, "iv", m, "CR2", sep = "/"), iv[[m]], t$cluster, "CR2", "d")
      if (!weighted) club(paste(as, "iv", m, "HC2df", sep = "/"), iv[[m]], t$row, "CR2", "d")
    }
    v <- if (weighted) t$mass else NULL
    robust(paste(as, "iv/estimatr/HC2", sep = "/"), iv_robust(y ~ d | z, t, weights = v, se_type = "HC2"), "d")
    robust(paste(as, "iv/estimatr/CR2", sep = "/"), iv_robust(y ~ d | z, t, weights = v, clusters = cluster, se_type = "CR2"), "d")
    robust(paste(as, "lin/estimatr/HC2", sep = "/"), lm_lin(y ~ z, ~ x1 + x2, t, weights = v, se_type = "HC2"))
    robust(paste(as, "lin/estimatr/CR2", sep = "/"), lm_lin(y ~ z, ~ x1 + x2, t, weights = v, clusters = cluster, se_type = "CR2"))
    if (!weighted) robust(paste(as, "blocks/estimatr/CR2", sep = "/"), lm_robust(y ~ z, t, weights = v, clusters = cluster, fixed_effects = ~ f, se_type = "CR2"))
    robust(paste(as, "difference/estimatr", sep = "/"), difference_in_means(y ~ z, t, weights = v))
    if (file == "nested") {
      robust(paste(as, "blocked/estimatr", sep = "/"), difference_in_means(y ~ z, t, blocks = f, weights = v))
      robust(paste(as, "blocked/clusters/estimatr", sep = "/"), difference_in_means(y ~ z, t, blocks = f, clusters = cluster, weights = v))
    }
  }
}
lines <- vapply(names(values), function(name) {
  numbers <- vapply(values[[name]], function(v) if (is.na(v)) "null" else formatC(v, digits = 12, format = "g"), "")
  sprintf('  "%s": [%s]', name, paste(numbers, collapse = ", "))
}, "")
writeLines(c("{", paste(lines, collapse = ",\n"), "}"), "reference.json")
