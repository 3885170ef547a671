"""Numba kernel of the cluster-robust error: small matrices cluster by cluster, and nothing of size n × n.

A cluster of fewer rows than columns is worked on row by row (`_by_rows`: B_g itself), a larger one through
its Gram matrix.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SMALL = 0.3
"""Below this norm the series of (1 + x)^(-1/2) is summed; above, eigenvalues are taken."""

ZERO = 1e-10
"""Eigenvalues of the adjustment under this are directions without residuals (pseudo-inverse)."""


@njit(cache=True)
def _apply_c(x: Floats, s: Floats, h: int, weighted: bool, out: Floats) -> None:
    """Set out = C x: C = -I, or [[S, -I], [-I, 0]] with weights."""
    if not weighted:
        for i in range(h):
            out[i] = -x[i]
        return
    for i in range(h):
        total = -x[h + i]
        for j in range(h):
            total += s[i, j] * x[j]
        out[i] = total
        out[h + i] = -x[i]


@njit(cache=True)
def _series(  # noqa: PLR0917
    gram: Floats, s: Floats, h: int, weighted: bool, z: Floats, out: Floats, work: Floats
) -> None:
    """Set out = Psi z, Psi = sum over j >= 1 of binomial(-1/2, j) (C G)^(j-1) C."""
    r = gram.shape[0]
    term, image = work[0], work[1]
    _apply_c(z, s, h, weighted, term)
    coefficient = -0.5
    largest = 0.0
    for i in range(r):
        out[i] = coefficient * term[i]
        largest = max(largest, abs(out[i]))
    for j in range(2, 80):
        for i in range(r):
            total = 0.0
            for u in range(r):
                total += gram[i, u] * term[u]
            image[i] = total
        _apply_c(image, s, h, weighted, term)
        coefficient *= (0.5 - j) / j
        added = 0.0
        for i in range(r):
            step = coefficient * term[i]
            out[i] += step
            added = max(added, abs(step))
        if added <= 1e-17 * largest:
            break


@njit(cache=True)
def _spectral(gram: Floats, c: Floats) -> Floats:
    """Return Psi such that (I + V C V')^(-1/2) = I + V Psi V', for V'V = gram."""
    values, vectors = np.linalg.eigh(gram)
    keep = values > 1e-13 * values[-1]
    lengths = np.sqrt(values[keep])
    axes = np.ascontiguousarray(vectors[:, keep])
    inner = axes.T @ c @ axes
    inner = np.ascontiguousarray(inner * lengths.reshape(-1, 1) * lengths)
    mu, turns = np.linalg.eigh(0.5 * (inner + inner.T))
    change = np.empty(len(mu))
    for i in range(len(mu)):
        change[i] = 1.0 / np.sqrt(1.0 + mu[i]) - 1.0 if mu[i] > ZERO - 1.0 else -1.0
    back = np.ascontiguousarray((axes / lengths) @ turns)
    psi: Floats = np.ascontiguousarray(back * change) @ np.ascontiguousarray(back.T)
    return psi


@njit(cache=True)
def _fill(  # noqa: PLR0917
    rows: Floats, e: Floats, w: Floats, unit: float, weighted: bool, gram: Floats, moments: Floats
) -> None:
    """Add up V'V and V'e over the rows of one cluster; V = [F, WF] with weights, F = [Q, block]."""
    k = rows.shape[1]
    r = gram.shape[0]
    h = r // 2 if weighted else r
    v = np.zeros(r)
    gram[:] = 0.0
    moments[:] = 0.0
    for i in range(rows.shape[0]):
        for j in range(k):
            v[j] = rows[i, j]
        if h > k:
            v[k] = unit
        if weighted:
            for j in range(h):
                v[h + j] = w[i] * v[j]
        for j in range(r):
            for u in range(j + 1):
                gram[j, u] += v[j] * v[u]
            for u in range(e.shape[1]):
                moments[u, j] += v[j] * e[i, u]
    for j in range(r):
        for u in range(j):
            gram[u, j] = gram[j, u]


@njit(cache=True)
def _norm(gram: Floats, c: Floats) -> float:
    """Frobenius norm of C G, at least the size of every eigenvalue of V C V'."""
    total = 0.0
    r = gram.shape[0]
    for i in range(r):
        for j in range(r):
            cell = 0.0
            for u in range(r):
                cell += c[i, u] * gram[u, j]
            total += cell * cell
    size: float = np.sqrt(total)
    return size


@njit(cache=True)
def _solve(  # noqa: PLR0917
    gram: Floats,
    s: Floats,
    h: int,
    weighted: bool,
    psi: Floats,
    exact: bool,
    z: Floats,
    out: Floats,
    work: Floats,
) -> None:
    """Set out = Psi z, by eigenvalues or by the series."""
    if exact:
        out[:] = psi @ z
    else:
        _series(gram, s, h, weighted, z, out, work)


@njit(cache=True)
def _set_s(c: Floats, s: Floats, k: int, s_xd: Floats, s_dd: float) -> None:
    """Write into S and C the block that the cluster lies in."""
    h = len(s)
    if h > k:
        s[:k, k] = s_xd
        s[k, :k] = s_xd
        s[k, k] = s_dd
    c[:h, :h] = s


@njit(cache=True)
def _score(gram: Floats, first: int, moment: Floats, out: Floats, score: Floats) -> None:
    """Set score = F'W A e = F'W e + F'W V Psi V'e."""
    for i in range(len(score)):
        total = moment[first + i]
        for j in range(len(out)):
            total += gram[first + i, j] * out[j]
        score[i] = total


@njit(cache=True)
def _image(gram: Floats, first: int, contrasts: Floats, o: int, z: Floats) -> None:
    """Set z = V'W Q contrast."""
    for i in range(len(z)):
        total = 0.0
        for j in range(contrasts.shape[0]):
            total += gram[i, first + j] * contrasts[j, o]
        z[i] = total


@njit(cache=True)
def _contrast(gram: Floats, out: Floats, y: Floats) -> float:
    """Set y = V'a and return a'a, for a = V out."""
    length = 0.0
    for i in range(len(out)):
        total = 0.0
        for j in range(len(out)):
            total += gram[i, j] * out[j]
        y[i] = total
        length += total * out[i]
    return length


@njit(cache=True)
def _departure(  # noqa: PLR0917
    f: Floats, w: Floats, s: Floats, h: int, weighted: bool, image: Floats, t: Floats
) -> float:
    """Set t = B_g - I, rows by rows, and return its Frobenius norm."""
    n = t.shape[0]
    size = 0.0
    for i in range(n):
        for a in range(h):
            total = 0.0
            if weighted:
                for b in range(h):
                    total += s[a, b] * f[i, b]
            image[a] = total
        for j in range(n):
            product, bend = 0.0, 0.0
            for a in range(h):
                product += f[i, a] * f[j, a]
                bend += image[a] * f[j, a]
            t[i, j] = bend - (w[i] + w[j]) * product if weighted else -product
            size += t[i, j] * t[i, j]
    norm: float = np.sqrt(size)
    return norm


@njit(cache=True)
def _power(t: Floats, z: Floats, out: Floats, work: Floats) -> None:
    """Set out = (I + t)^(-1/2) z by its series."""
    n = t.shape[0]
    coefficient, largest = 1.0, 0.0
    for i in range(n):
        out[i] = work[0, i] = z[i]
        largest = max(largest, abs(z[i]))
    for j in range(1, 80):
        coefficient *= (0.5 - j) / j
        added = 0.0
        for i in range(n):
            total = 0.0
            for u in range(n):
                total += t[i, u] * work[0, u]
            work[1, i] = total
        for i in range(n):
            work[0, i] = work[1, i]
            out[i] += coefficient * work[1, i]
            added = max(added, abs(coefficient * work[1, i]))
        if added <= 1e-17 * largest:
            break


@njit(cache=True)
def _root(t: Floats) -> Floats:
    """Return the symmetric (I + t)^(-1/2), pseudo-inverse where I + t has no inverse."""
    values, vectors = np.linalg.eigh(t)
    scale = np.empty(len(values))
    for i in range(len(values)):
        scale[i] = 1.0 / np.sqrt(1.0 + values[i]) if values[i] > ZERO - 1.0 else 0.0
    left = np.ascontiguousarray(vectors * scale)
    root: Floats = left @ np.ascontiguousarray(vectors.T)
    return root


@njit(cache=True)
def _adjusted(  # noqa: PLR0917
    t: Floats, z: Floats, root: Floats, exact: bool, adjust: bool, out: Floats, work: Floats
) -> None:
    """Set out = A z."""
    n = t.shape[0]
    if not adjust:
        out[:n] = z[:n]
    elif exact:
        for i in range(n):
            total = 0.0
            for j in range(n):
                total += root[i, j] * z[j]
            out[i] = total
    else:
        _power(t, z, out, work)


@njit(cache=True)
def _by_rows(  # noqa: PLR0917
    f: Floats,
    e: Floats,
    w: Floats,
    weighted: bool,
    s: Floats,
    contrasts: Floats,
    adjust: bool,
    t: Floats,
    vectors: Floats,
    scores: Floats,
    d: Floats,
    y: Floats,
) -> None:
    """Do for one cluster of few rows what `cluster_pieces` says; `vectors` is room for four vectors."""
    n, h = f.shape
    z, out, work = vectors[0], vectors[1], vectors[2:]
    exact = adjust and _departure(f, w, s, h, weighted, z, t) > SMALL
    root = _root(t) if exact else t
    for o in range(e.shape[1]):
        for i in range(n):
            z[i] = e[i, o]
        _adjusted(t, z, root, exact, adjust, out, work)
        for i in range(n):
            mass = out[i] * w[i] if weighted else out[i]
            for a in range(h):
                scores[o, a] += f[i, a] * mass
    for o in range(contrasts.shape[1]):
        for i in range(n):
            total = 0.0
            for a in range(contrasts.shape[0]):
                total += f[i, a] * contrasts[a, o]
            z[i] = total * w[i] if weighted else total
        _adjusted(t, z, root, exact, adjust, out, work)
        for i in range(n):
            d[o] += out[i] * out[i]
            for a in range(h):
                y[o, a] += f[i, a] * out[i]
                if weighted:
                    y[o, h + a] += f[i, a] * w[i] * out[i]


@njit(cache=True, nogil=True)
def cluster_pieces(  # noqa: PLR0917
    q: Floats,
    e: Floats,
    w: Floats,
    weighted: bool,
    starts: Integers,
    block: Integers,
    units: Floats,
    s_xx: Floats,
    s_xd: Floats,
    s_dd: Floats,
    contrasts: Floats,
    adjust: bool,
    scores: Floats,
    d: Floats,
    y: Floats,
) -> None:
    """Fill each cluster's adjusted scores, and what the degrees of freedom need of each contrast.

    Rows are sorted by cluster: cluster g has rows starts[g] to starts[g + 1]. `block[g]` is its block (-1:
    none to account for), `units` the value of a block's scaled indicator. scores (G, m, h) = F'W A e;
    d (G, c) = a'a and y (G, c, r) = V'a with a = A W Q contrast.
    """
    k, h, r = q.shape[1], scores.shape[2], y.shape[2]
    first = h if weighted else 0
    gram, moments = np.zeros((r, r)), np.zeros((e.shape[1], r))
    s, c = np.zeros((h, h)), -np.eye(r)
    z, out, work = np.zeros(r), np.zeros(r), np.zeros((2, r))
    rows, square, room = np.zeros((h, h)), np.zeros((h, h)), np.zeros((4, h))
    if weighted:
        c = np.zeros((r, r))
        for i in range(h):
            c[i, h + i] = c[h + i, i] = -1.0
        s[:k, :k] = s_xx
    for g in range(len(starts) - 1):
        here, b = slice(starts[g], starts[g + 1]), block[g]
        if weighted:
            _set_s(c, s, k, s_xd[max(b, 0)], s_dd[max(b, 0)])
        size = starts[g + 1] - starts[g]
        if size <= h:
            rows[:size, :k] = q[here]
            if h > k:
                rows[:size, k] = units[b] if b >= 0 else 0.0
            f, t = rows[:size], square[:size, :size]
            _by_rows(f, e[here], w[here], weighted, s, contrasts, adjust, t, room, scores[g], d[g], y[g])
            continue
        _fill(q[here], e[here], w[here], units[b] if b >= 0 else 0.0, weighted, gram, moments)
        exact = adjust and _norm(gram, c) > SMALL
        psi = _spectral(gram, c) if exact else gram
        out[:] = 0.0
        for o in range(e.shape[1]):
            if adjust:
                _solve(gram, s, h, weighted, psi, exact, moments[o], out, work)
            _score(gram, first, moments[o], out, scores[g, o])
        for o in range(contrasts.shape[1]):
            out[:] = 0.0
            if adjust:
                _image(gram, first, contrasts, o, z)
                _solve(gram, s, h, weighted, psi, exact, z, out, work)
            out[first : first + k] += contrasts[:, o]
            d[g, o] = _contrast(gram, out, y[g, o])
