# Ends of the Anderson-Rubin interval, found by trying effects one by one with clubSandwich:
# Rscript anderson_rubin.R (writes anderson_rubin.json).
suppressMessages(library(clubSandwich))
values <- list()
p_value <- function(b, t, formula, cluster) {
  t$rest <- t$y - b * t$d
  model <- lm(formula, t)
  test <- coef_test(model, vcov = vcovCR(model, cluster, "CR2"), test = "Satterthwaite", coefs = "z")
  if (is.null(test$p_Satt)) test$p_val else test$p_Satt
}
end <- function(from, to, t, formula, cluster) {
  uniroot(function(b) p_value(b, t, formula, cluster) - 0.05, c(from, to), tol = 1e-10)$root
}
for (file in c("nested", "crossing", "pairs")) {
  t <- read.csv(paste0(file, ".csv")); t$f <- factor(t$block)
  formulas <- list(mean = rest ~ z, covariates = rest ~ z + x1 + x2, blocks = rest ~ z + f)
  for (m in names(formulas)) {
    controls <- formulas[[m]]
    ratio <- coef(lm(update(controls, y ~ .), t))["z"] / coef(lm(update(controls, d ~ .), t))["z"]
    for (unit in c("cluster", "row")) {
      cluster <- if (unit == "cluster") t$cluster else seq_len(nrow(t))
      ends <- c(end(ratio - 60, ratio, t, controls, cluster), end(ratio, ratio + 60, t, controls, cluster))
      values[[paste(file, m, unit, sep = "/")]] <- ends
    }
  }
}
lines <- vapply(names(values), function(name) {
  sprintf('  "%s": [%s]', name, paste(formatC(values[[name]], digits = 12, format = "g"), collapse = ", "))
}, "")
writeLines(c("{", paste(lines, collapse = ",\n"), "}"), "anderson_rubin.json")
