import pytest

from cifar_demo.networks import NETWORKS
from tests.ui.conftest import html


@pytest.mark.usefixtures("with_weights")
def test_every_network_has_its_paper_and_departures(networks):
    page = networks.run()
    assert not page.exception
    text = "\n".join(element.value for element in page.markdown)
    for spec in NETWORKS:
        assert spec.url in text
    assert len(page.table) == len(NETWORKS)
    assert list(page.dataframe[0].value["network"]) == [spec.title for spec in NETWORKS]


@pytest.mark.usefixtures("without_weights")
def test_page_shows_without_any_weights(networks):
    page = networks.run()
    assert not page.exception
    assert html(page).count("not trained yet") == len(NETWORKS)


def test_an_epoch_of_some_pictures_is_said_to_be_one(networks):
    page = networks.run()
    helps = {
        spec.title: metric.help
        for spec, metric in zip(NETWORKS, (m for m in page.metric if m.label == "Epochs trained"), strict=True)
    }
    assert "50% of the pictures" in helps["ResNet"]
    assert not helps["LeNet-5"]
