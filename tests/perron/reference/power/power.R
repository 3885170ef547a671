# Reference values for perron.experiments.power, from R's own functions. Run: Rscript power.R > power.json
options(digits = 15)
exact <- function(delta, error, df, level) {
  edge <- qt(1 - level / 2, df)
  pt(edge, df, ncp = delta / error, lower.tail = FALSE) + pt(-edge, df, ncp = delta / error)
}
power <- function(level, want, df) {
  uniroot(function(d) exact(d, 1, df, level) - want, c(0, 37), tol = 1e-12)$root
}
cases <- list(c(.05, .8, 4), c(.05, .8, 18), c(.05, .9, 68), c(.01, .8, 300), c(.1, .7, 2000))
multipliers <- sapply(cases, function(x) power(x[1], x[2], x[3]))

# two groups of n: stats::power.t.test, strict two-sided
ttest <- power.t.test(n = 25, power = .8, sd = .03, strict = TRUE, tol = 1e-12)$delta

# intra-cluster correlation by one-way analysis of variance
set.seed(5)
group <- rep(1:9, times = c(3, 5, 8, 2, 9, 4, 7, 6, 5))
y <- round(rnorm(9)[group] * .05 + rnorm(length(group)) * .08 + .5, 4)
table <- summary(aov(y ~ factor(group)))[[1]]
msb <- table[["Mean Sq"]][1]; msw <- table[["Mean Sq"]][2]
sizes <- tabulate(group); n0 <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / (length(sizes) - 1)
icc <- (msb - msw) / (msb + (n0 - 1) * msw)

# the same for answers of 0 and 1, by unit
people <- c(900, 1200, 700, 1500, 1100, 640)
voted <- c(500, 730, 300, 980, 560, 390)
one <- unlist(mapply(function(v, m) rep(c(1, 0), c(v, m - v)), voted, people, SIMPLIFY = FALSE))
unit <- rep(seq_along(people), people)
t2 <- summary(aov(one ~ factor(unit)))[[1]]
m0 <- (sum(people) - sum(people^2) / sum(people)) / (length(people) - 1)
icc2 <- (t2[["Mean Sq"]][1] - t2[["Mean Sq"]][2]) / (t2[["Mean Sq"]][1] + (m0 - 1) * t2[["Mean Sq"]][2])

# effect of a treatment in a weighted regression with strata and two earlier shares: one draw
set.seed(7)
n <- 40
stratum <- rep(1:8, each = 5)
x1 <- round(runif(n, .3, .8), 4); x2 <- round(runif(n, .1, .5), 4)
w <- round(runif(n, 500, 1600))
z <- unlist(lapply(1:8, function(s) sample(c(0, 1, 1, 1, 1))))
out <- round(.2 + .5 * x1 + .2 * x2 + rnorm(n) * .03, 5)
fit <- lm(out ~ z + x1 + x2 + factor(stratum), weights = w)

json <- function(x) paste0("[", paste(format(x, digits = 15), collapse = ", "), "]")
cat("{\n")
cat('"multipliers": ', json(multipliers), ",\n", sep = "")
cat('"two_groups": ', format(ttest, digits = 15), ",\n", sep = "")
cat('"groups": ', json(group), ",\n", '"values": ', json(y), ",\n", '"icc": ', format(icc, digits = 15), ",\n", sep = "")
cat('"people": ', json(people), ",\n", '"voted": ', json(voted), ",\n", sep = "")
cat('"icc_of_people": ', format(icc2, digits = 15), ",\n", sep = "")
cat('"stratum": ', json(stratum), ",\n", '"x1": ', json(x1), ",\n", '"x2": ', json(x2), ",\n", sep = "")
cat('"weights": ', json(w), ",\n", '"assigned": ', json(z), ",\n", '"outcome": ', json(out), ",\n", sep = "")
cat('"coefficient": ', format(coef(fit)[["z"]], digits = 15), "\n}\n", sep = "")
