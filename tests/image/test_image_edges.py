import numpy as np

from cifar_demo.image.edges import sobel_edges


def half_bright(axis):
    image = np.zeros((6, 6, 3), np.uint8)
    image[(slice(None), slice(3, None)) if axis else slice(3, None)] = 255
    return image


def test_upright_edge_is_seen_by_the_first_kernel_only():
    edges = sobel_edges(half_bright(axis=1))
    np.testing.assert_allclose(edges[:, 2:4, 0], 4, atol=1e-5)
    np.testing.assert_allclose(edges[:, [0, 1, 4, 5], 0], 0, atol=1e-5)
    np.testing.assert_allclose(edges[..., 1], 0, atol=1e-5)


def test_level_edge_is_seen_by_the_second_kernel_and_its_sign_turns_with_it():
    edges = sobel_edges(half_bright(axis=0))
    np.testing.assert_allclose(edges[2:4, :, 1], 4, atol=1e-5)
    np.testing.assert_allclose(sobel_edges(255 - half_bright(axis=0)), -edges, atol=1e-5)


def test_even_picture_has_no_edges_not_even_at_its_rim():
    np.testing.assert_allclose(sobel_edges(np.full((5, 7, 3), 200, np.uint8)), 0, atol=1e-4)
