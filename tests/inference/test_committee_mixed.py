import numpy as np

from cifar_demo.inference.committee import load_committee


def test_committee_says_the_same_from_what_its_members_have_said_already(committee_folder):
    committee = load_committee(committee_folder)
    images = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), np.uint8)
    said = [member.logits(images) for member in committee.members]
    np.testing.assert_allclose(committee.mixed(said), committee.logits(images), rtol=1e-5, atol=1e-5)
    assert np.abs(committee.mixed(said[::-1]) - committee.logits(images)).max() > 1e-3
