# Reference values for perron.experiments.pooling, from metafor. Run: Rscript pooling.R > pooling.json
suppressMessages(library(metafor))
options(digits = 15)
sets <- list(
  apart = list(y = c(.012, -.004, .021, .009, .035, .002, .016), s = c(.006, .007, .009, .005, .010, .004, .012)),
  alike = list(y = c(.0044, .0051, .0038, .0047), s = c(.0018, .0030, .0041, .0025)),
  two = list(y = c(.031, .002), s = c(.009, .007)),
  far = list(y = c(-.4, .9, .1, 2.2, -1.3), s = c(.2, .3, .15, .5, .4))
)
one <- function(d, method, test) {
  m <- rma(yi = d$y, sei = d$s, method = method, test = test, control = list(threshold = 1e-14, tol = 1e-15, maxiter = 10000))
  p <- predict(m)
  c(estimate = as.numeric(m$beta), error = m$se, low = m$ci.lb, high = m$ci.ub, p = m$pval, tau2 = m$tau2,
    i2 = m$I2 / 100, h2 = m$H2, q = m$QE, q_p = m$QEp, pi_low = p$pi.lb, pi_high = p$pi.ub)
}
json <- function(x) paste0("{", paste0('"', names(x), '": ', format(x, digits = 15, trim = TRUE), collapse = ", "), "}")
cat("{\n")
for (i in seq_along(sets)) {
  d <- sets[[i]]
  cat('"', names(sets)[i], '": {"y": [', paste(d$y, collapse = ", "), '], "s": [', paste(d$s, collapse = ", "), "],\n", sep = "")
  for (method in c("REML", "PM", "DL")) {
    for (test in c("knha", "adhoc", "z")) cat('  "', method, " ", test, '": ', json(one(d, method, test)), ",\n", sep = "")
  }
  fe <- rma(yi = d$y, sei = d$s, method = "EE")
  qp <- confint(rma(yi = d$y, sei = d$s, method = "REML"), digits = 15, control = list(tol = 1e-14))$random["tau^2", ]
  cat('  "fixed": ', json(c(estimate = as.numeric(fe$beta), error = fe$se, low = fe$ci.lb, high = fe$ci.ub, p = fe$pval)), ",\n", sep = "")
  cat('  "tau2": [', format(qp[["ci.lb"]], digits = 15), ", ", format(qp[["ci.ub"]], digits = 15), "]}", if (i < length(sets)) "," else "", "\n", sep = "")
}
cat("}\n")
