"""The score statistic of a column that is added to a fitted model."""

from typing import Protocol

import numpy as np

from pooledfunds.estimation.models import Fitted


class Statistic(Protocol):
    """A studentised statistic of columns that are permuted, over many draws at once."""

    def free(self, columns: np.ndarray) -> np.ndarray:
        """Return columns (draws, rows) as ``statistic`` wants them."""
        ...

    def statistic(
        self, target: np.ndarray, alongside: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return coefficient and t (draws,) of a column, given another that is also new.

        Parameters
        ----------
        target
            The column (draws, n), from ``free``.
        alongside
            The other (draws, n), from ``free``.
        """
        ...


class ScoreStatistic:
    """The studentised one-step statistic of a column added to a fitted null model.

    In the null model's whitened space (rows scaled by the root of their information) a column is
    taken free of the null model's terms, and its coefficient is a least-squares one. The standard
    error is HC2, or clustered where the problem has clusters.
    """

    def __init__(self, null: Fitted):
        self.root = np.sqrt(null.information)
        self.basis = np.linalg.qr(null.problem.exog * self.root[:, None])[0]
        self.leverage = (self.basis**2).sum(axis=1)
        self.residual = null.score / self.root
        self.slope = null.slope
        self.groups = None
        if null.problem.groups is not None:
            n, k = null.problem.exog.shape
            number = null.problem.groups.max() + 1
            self.groups = np.eye(number)[null.problem.groups]
            self.factor = np.sqrt(number / (number - 1) * (n - 1) / (n - k - 1))

    def free(self, columns: np.ndarray) -> np.ndarray:
        """Return whitened columns (draws, rows) without what the null model's terms explain."""
        white = columns * self.root
        return white - (white @ self.basis) @ self.basis.T

    def statistic(
        self, target: np.ndarray, alongside: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return coefficient and t of a column, given another that is also new.

        Parameters
        ----------
        target, alongside
            (draws, rows), from ``free``.

        Returns
        -------
        effect, t
            (draws,), the first on the scale that the family is reported on. Where the other terms
            explain the column the effect is missing, and t zero.
        """
        residual, room = self.residual, 1 - self.leverage
        if alongside is not None:
            size = row_sums_of_squares(alongside)[:, None]
            target = target - alongside * (np.einsum("ij,ij->i", target, alongside)[:, None] / size)
            residual = residual - alongside * ((alongside @ self.residual)[:, None] / size)
            room = room - alongside * (alongside / size)
        size = row_sums_of_squares(target)
        size[size <= 1e-12 * len(self.root) * self.root.mean() ** 2] = np.nan
        # The target is free of the other column, so the plain residual gives its coefficient.
        effect = (target @ self.residual) / size
        part = residual - target * effect[:, None]
        part *= target
        if self.groups is None:
            room = room - target * (target / size[:, None])
            # A row that alone determines the coefficient has no residual to count.
            room[room < 1e-8] = np.inf
            spread = np.sqrt(np.einsum("ij,ij->i", part, part / room))
        else:
            spread = self.factor * np.sqrt(row_sums_of_squares(part @ self.groups))
        with np.errstate(divide="ignore", invalid="ignore"):
            t = effect * size / spread
        return effect * self.slope, np.nan_to_num(t, nan=0.0)


def row_sums_of_squares(rows: np.ndarray) -> np.ndarray:
    """Return the sum of squares of each row."""
    return np.einsum("ij,ij->i", rows, rows)
