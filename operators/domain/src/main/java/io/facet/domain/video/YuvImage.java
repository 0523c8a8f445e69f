package io.facet.domain.video;

import static java.util.Objects.requireNonNull;

/**
 * One decoded picture on the Java heap: planar YUV 4:2:0, 8 bits a sample, rows without padding.
 *
 * <p>Plane {@code y} is {@code [height][width]}; {@code u} and {@code v} are
 * {@code [(height + 1) / 2][(width + 1) / 2]}, chroma sited as in MPEG-2 (left).
 *
 * @param width in pixels
 * @param height in pixels
 * @param y luma plane
 * @param u blue-difference plane
 * @param v red-difference plane
 * @param matrix coefficients between YUV and RGB
 * @param fullRange whether samples span 0–255 (JPEG) rather than 16–235 / 16–240 (video)
 */
public record YuvImage(int width, int height, byte[] y, byte[] u, byte[] v, Matrix matrix, boolean fullRange) {

    /** Coefficients between YUV and RGB. */
    public enum Matrix {
        BT601,
        BT709
    }

    public YuvImage {
        requireNonNull(matrix, "matrix is null");
        int chroma = ((width + 1) / 2) * ((height + 1) / 2);
        if (y.length != width * height || u.length != chroma || v.length != chroma) {
            throw new IllegalArgumentException("planes of a %dx%d image must hold %d/%d/%d bytes, got %d/%d/%d"
                    .formatted(width, height, width * height, chroma, chroma, y.length, u.length, v.length));
        }
    }
}
