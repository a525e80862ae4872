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
