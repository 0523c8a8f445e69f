package io.facet.domain.face;

/**
 * The canonical aligned crop of one face.
 *
 * @param rgb samples 0–255, planar. Shape {@code [3, size, size]}, RGB
 * @param size side in pixels (224 in every released bundle)
 * @param transform from source pixels to crop pixels
 */
public record AlignedCrop(byte[] rgb, int size, CropTransform transform) {
    public AlignedCrop {
        if (rgb.length != 3 * size * size) {
            throw new IllegalArgumentException(
                    "a crop of side %d must hold %d bytes, got %d".formatted(size, 3 * size * size, rgb.length));
        }
    }
}
