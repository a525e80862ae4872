"""Who sits on a committee of networks, and what it gains."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommitteeMember:
    """One network on the committee.

    Attributes
    ----------
    network, title : str
    weights_sha256 : str
        Of the weights that it was fitted with: others have to be fitted anew.
    share : float
        How much its probabilities count, in [0, 1]; those of all members sum to 1.
    """

    network: str
    title: str
    weights_sha256: str
    share: float


@dataclass(frozen=True)
class Standing:
    """How one network, or the committee, does on the test pictures, and at refusing others.

    Attributes
    ----------
    network : str
    accuracy, ece, nll : float
        On the test pictures, calibrated.
    refusal : dict of str to float
        Kind of unfamiliar pictures -> area under the ROC curve of the score that refuses them, against the test
        pictures; 0.5 is guessing, 1 is perfect.
    """

    network: str
    accuracy: float
    ece: float
    nll: float
    refusal: dict[str, float]


@dataclass(frozen=True)
class CommitteeParts:
    """What makes a committee, beside the networks themselves.

    Attributes
    ----------
    members : tuple of CommitteeMember
    centre, spread : (2,) float
        Mean and deviation over the held-out pictures of the members' familiarity and of the logarithm of their
        disagreement.
    quantiles : tuple of float
        Of the joint score over the held-out pictures, from the lowest to the highest, in equal steps of rank.
    num_fitted : int
        Held-out pictures that shares, temperature and these were fitted on.
    standings : tuple of Standing
        Of each member, and of the committee last.
    """

    members: tuple[CommitteeMember, ...]
    centre: tuple[float, ...]
    spread: tuple[float, ...]
    quantiles: tuple[float, ...]
    num_fitted: int
    standings: tuple[Standing, ...]
