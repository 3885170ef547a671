# Values that randomisation inference and its companions must give, written independently of perron, in base R
# (clubSandwich for the regressions). Run: Rscript reference.R > reference.json, from this folder.
suppressMessages({library(jsonlite); library(sandwich); library(clubSandwich)})
options(digits = 15)
set.seed(20120506)

# 1. Complete draw of 10 units, 5 treated; three outcomes that go together.
n <- 10; z <- c(1, 0, 1, 1, 0, 0, 1, 0, 1, 0)
base <- rnorm(n)
y <- round(cbind(base + 0.9 * z + rnorm(n, 0, .5), base + rnorm(n, 0, .7), -base + 0.6 * z + rnorm(n)), 6)
sets <- combn(n, 5)
stat <- function(v, treated) mean(v[treated]) - mean(v[-treated])
law <- sapply(1:3, function(k) apply(sets, 2, function(s) stat(y[, k], s)))
obs <- sapply(1:3, function(k) stat(y[, k], which(z == 1)))
p <- sapply(1:3, function(k) mean(abs(law[, k]) >= abs(obs[k]) - 1e-12))
# Interval by brute force: test every shift of a fine grid, then bisect.
p_at <- function(v, tau) {
  w <- v - tau * z
  mean(abs(apply(sets, 2, function(s) stat(w, s))) >= abs(stat(w, which(z == 1))) - 1e-12)
}
edge <- function(v, sign, alpha) {
  centre <- stat(v, which(z == 1)); near <- 0; far <- 20
  for (i in 1:80) { m <- (near + far) / 2; if (p_at(v, centre + sign * m) > alpha) near <- m else far <- m }
  centre + sign * near
}
interval <- c(edge(y[, 1], -1, .1), edge(y[, 1], 1, .1))
# Studentised: t of the regression with HC0.
tstat <- function(v, s) { x <- rep(0, n); x[s] <- 1; m <- lm(v ~ x); coef(m)[2] / sqrt(vcovHC(m, "HC0")[2, 2]) }
tlaw <- apply(sets, 2, function(s) tstat(y[, 1], s))
p_t <- mean(abs(tlaw) >= abs(tstat(y[, 1], which(z == 1))) - 1e-9)
# Westfall-Young, step-down max T, plain loops.
t_obs <- abs(obs) / apply(law, 2, function(v) sqrt(mean((v - mean(v))^2)))
t_law <- abs(law) / rep(apply(law, 2, function(v) sqrt(mean((v - mean(v))^2))), each = nrow(law))
ranked <- order(-t_obs); wy <- numeric(3); last <- 0
for (j in 1:3) {
  rest <- ranked[j:3]
  last <- max(last, mean(apply(t_law[, rest, drop = FALSE], 1, max) >= t_obs[ranked[j]] * (1 - 1e-9)))
  wy[ranked[j]] <- last
}

# 2. Blocks of clusters of unequal size: weighted differences within blocks, every assignment.
block <- rep(1:3, c(4, 5, 4)); arm <- c(1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0)
size <- c(2, 3, 1, 2, 3, 2, 1, 2, 2, 1, 3, 2, 2)
row <- rep(seq_along(size), size)
w <- round(runif(length(row), 20, 90)); v <- round(rnorm(length(row)) + .3 * arm[row] + .2 * block[row], 6)
within <- function(a) {
  d <- sapply(1:3, function(b) {
    i <- block[row] == b
    weighted.mean(v[i & a[row] == 1], w[i & a[row] == 1]) - weighted.mean(v[i & a[row] == 0], w[i & a[row] == 0])
  })
  sum(d * tapply(w, block[row], sum)) / sum(w)
}
choices <- lapply(1:3, function(b) combn(which(block == b), sum(arm[block == b]), simplify = FALSE))
grid <- expand.grid(lapply(choices, seq_along))
law_b <- apply(grid, 1, function(g) {
  a <- integer(13); for (b in 1:3) a[choices[[b]][[g[b]]]] <- 1L; within(a)
})
p_blocks <- mean(abs(law_b) >= abs(within(arm)) - 1e-12)

# 3. Corrections.
ps <- c(0.001, 0.02, 0.04, 0.03, 0.5, 0.02)

# 4. Equivalence: two one-sided t tests.
tost <- function(est, se, df, bound) max(pt((est + bound) / se, df, lower.tail = FALSE), pt((est - bound) / se, df))

# 5. Groups: interactions with block effects, CR2 and Satterthwaite (clubSandwich).
het <- data.frame(b = rep(1:8, each = 6), c = rep(1:24, each = 2))
het$z <- rep(rep(c(1, 0, 1), 8), each = 2); het$g <- rep(0:1, 24)
het$y <- round(rnorm(48) + .5 * het$z * het$g + .1 * het$b, 6)
m <- lm(y ~ z + g + z:g + factor(b), het)
ct <- coef_test(m, vcov = "CR2", cluster = het$c, test = "Satterthwaite")
ct <- ct[rownames(ct) %in% c("z", "z:g"), ]
m2 <- lm(y ~ I(z * (1 - g)) + I(z * g) + g + factor(b), het)
ct2 <- coef_test(m2, vcov = "CR2", cluster = het$c, test = "Satterthwaite")[2:3, ]

# 6. Exposure: 12 units on a ring, 4 treated, every assignment; Aronow & Samii by double loops.
ring <- 12; near <- function(i) c((i - 2) %% ring + 1, i %% ring + 1)
zz <- c(1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0); yy <- round(rnorm(ring, 5), 6)
expo <- function(a) sapply(1:ring, function(i) 2 * a[i] + (mean(a[near(i)]) >= .5))
every <- apply(combn(ring, 4), 2, function(s) { a <- integer(ring); a[s] <- 1L; expo(a) })
seen <- expo(zz)
pi_of <- function(d) rowMeans(every == d)
joint <- function(d, e) sapply(1:ring, function(j) sapply(1:ring, function(i) mean(every[i, ] == d & every[j, ] == e)))
contrast <- function(d, e) {
  pd <- pi_of(d); pe <- pi_of(e); ok <- which(pd > 0 & pe > 0)
  hajek <- function(q, pq) { i <- ok[seen[ok] == q]; sum(yy[i] / pq[i]) / sum(1 / pq[i]) }
  size_of <- function(q, pq) { i <- ok[seen[ok] == q]; sum(1 / pq[i]) }
  md <- hajek(d, pd); me <- hajek(e, pe)
  rd <- (yy - md) / size_of(d, pd); re <- (yy - me) / size_of(e, pe)
  variance <- function(q, pq, r) {
    J <- joint(q, q); s <- 0
    for (i in ok) if (seen[i] == q) s <- s + (1 - pq[i]) * (r[i] / pq[i])^2
    for (i in ok) for (j in ok) if (i != j) {
      if (J[i, j] > 0) { if (seen[i] == q && seen[j] == q) s <- s + (J[i, j] - pq[i] * pq[j]) / J[i, j] * r[i] / pq[i] * r[j] / pq[j] }
      else s <- s + (seen[i] == q) * r[i]^2 / (2 * pq[i]) + (seen[j] == q) * r[j]^2 / (2 * pq[j])
    }
    s
  }
  J <- joint(d, e); covariance <- 0
  for (i in ok) for (j in ok) {
    if (J[i, j] > 0) { if (seen[i] == d && seen[j] == e) covariance <- covariance + (J[i, j] - pd[i] * pe[j]) / J[i, j] * rd[i] / pd[i] * re[j] / pe[j] }
    else covariance <- covariance - (seen[i] == d) * rd[i]^2 / (2 * pd[i]) - (seen[j] == e) * re[j]^2 / (2 * pe[j])
  }
  c(md - me, sqrt(max(0, variance(d, pd, rd) + variance(e, pe, re) - 2 * covariance)))
}

# 7. Normal prior and measure, by numbers on a grid.
x <- seq(-.5, .5, length.out = 400001); post <- dnorm(x, .02, .02) * dnorm(.005, x, .01); post <- post / sum(post)
mu <- sum(x * post)

cat(toJSON(list(
  complete = list(y = y, z = z, p = p, estimate = obs, interval90 = interval, p_studentised = p_t, westfall_young = wy),
  blocks = list(y = v, w = w, cluster = row, block = block[row], z = arm[row], estimate = within(arm), p = p_blocks, draws = nrow(grid)),
  corrections = list(p = ps, holm = p.adjust(ps, "holm"), benjamini_hochberg = p.adjust(ps, "BH"), bonferroni = p.adjust(ps, "bonferroni")),
  equivalence = list(estimate = .004, error = .003, df = 17.3, bound = .01, p = tost(.004, .003, 17.3, .01), excluded = .004 + qt(.95, 17.3) * .003),
  groups = list(y = het$y, z = het$z, g = het$g, b = het$b, c = het$c,
    contrast = ct["z:g", "beta"], contrast_error = ct["z:g", "SE"], contrast_df = ct["z:g", "df_Satt"],
    effects = ct2$beta, errors = ct2$SE, df = ct2$df_Satt),
  exposure = list(y = yy, z = zz, on_control = contrast(1, 0), on_treated = contrast(3, 2), direct_low = contrast(2, 0), direct_high = contrast(3, 1),
    probability = t(sapply(0:3, pi_of))),
  bayes = list(mean = mu, sd = sqrt(sum((x - mu)^2 * post)))
), digits = 14, auto_unbox = TRUE, pretty = FALSE), "\n")
