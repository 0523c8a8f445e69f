package io.facet.vision.warp;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;

/**
 * Tanh-α warping (FaRL, supplement §6; after RoI tanh-warping, Lin et al., 2019): the whole plane in one square picture, in
 * which the face is large and straight and what is far from it is small, so that a network sees hair and hat as well.
 *
 * <p>A point is taken to the square of an aligned crop, there to [−1, 1] along each axis, and through tanh_α: the
 * identity up to 1 − α, an α tanh beyond. So the picture's inner part is the inner part of the crop. The way
 * back is the exact inverse: no clamp.
 *
 * @param transform from source pixels to pixels of the crop, in which the face is straight
 * @param size side of the crop and of the warped picture
 * @param alpha 1 is a plain tanh; near 0 the crop is cut out; FaRL takes 0.8
 */
public record TanhWarp(CropTransform transform, int size, double alpha) {
    /** FaRL's α. */
    public static final double FARL_ALPHA = 0.8;

    public TanhWarp {
        if (size < 1 || !(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException(
                    "a warp has a size of 1 or more and an alpha in (0, 1], found " + size + " and " + alpha);
        }
    }

    /** The place of a source point in the warped picture: inside it, or on its rim where it is very far away. */
    public Point warp(Point source) {
        Point crop = transform.toCrop(source);
        return new Point(warped(crop.x()), warped(crop.y()));
    }

    /**
     * The source point shown at a place of the warped picture; a coordinate on its rim comes from infinitely far.
     *
     * @throws IllegalArgumentException if the place is outside the picture, which shows no point there
     */
    public Point unwarp(Point warped) {
        return transform.toSource(new Point(straight(warped.x()), straight(warped.y())));
    }

    /**
     * The warped picture, sampled bilinearly; what is outside the source is black.
     *
     * @param pixels packed, {@code channels} bytes a pixel, rows from the top
     * @return the same layout, {@link #size} by {@link #size}
     */
    public byte[] warpImage(byte[] pixels, int channels, int width, int height) {
        return new Raster(channels, width, height).bilinear(pixels, size, size, this::unwarp);
    }

    /**
     * The warped class map, each pixel its nearest.
     *
     * @param outside class of what is outside the source
     */
    public byte[] warpClasses(byte[] classes, int width, int height, byte outside) {
        return new Raster(1, width, height).nearest(classes, size, size, outside, this::unwarp);
    }

    /** A source picture out of a warped one: what was far from the face is blurred. */
    public byte[] unwarpImage(byte[] warped, int channels, int width, int height) {
        return new Raster(channels, size, size).bilinear(warped, width, height, this::warp);
    }

    /** The source's class map out of a warped one; every pixel of the source has a place in it. */
    public byte[] unwarpClasses(byte[] warped, int width, int height) {
        return new Raster(1, size, size).nearest(warped, width, height, (byte) 0, this::warp);
    }

    /**
     * Maps of a network on the warped picture, brought back to the source bilinearly: to take the likeliest class there is
     * smoother than {@link #unwarpClasses}.
     *
     * @param maps {@code [count, side, side]} over the warped picture
     * @return {@code [count, height, width]}
     */
    public float[] unwarpMaps(float[] maps, int count, int side, int width, int height) {
        double scale = (double) side / size;
        return new Raster(1, side, side).bilinear(maps, count, width, height, source -> {
            Point place = warp(source);
            return new Point(place.x() * scale, place.y() * scale);
        });
    }

    private double warped(double crop) {
        return (folded(2 * crop / size - 1, alpha) + 1) / 2 * size;
    }

    private double straight(double warped) {
        if (!(warped >= 0 && warped <= size)) {
            throw new IllegalArgumentException(
                    "expected a coordinate of a warped picture, from 0 to " + size + ", found " + warped);
        }
        return (unfolded(2 * warped / size - 1, alpha) + 1) / 2 * size;
    }

    /** tanh_α of a coordinate of which the crop has −1 to 1: in [−1, 1]. */
    public static double folded(double x, double alpha) {
        double beyond = Math.abs(x) - (1 - alpha);
        return beyond <= 0 ? x : Math.copySign(1 - alpha + alpha * StrictMath.tanh(beyond / alpha), x);
    }

    /** The inverse of {@link #folded} for a coordinate in [−1, 1]; infinite at the ends. */
    public static double unfolded(double x, double alpha) {
        double beyond = Math.abs(x) - (1 - alpha);
        return beyond <= 0 ? x : Math.copySign(1 - alpha + alpha * inverseTanh(beyond / alpha), x);
    }

    private static double inverseTanh(double x) {
        return x >= 1 ? Double.POSITIVE_INFINITY : (StrictMath.log1p(x) - StrictMath.log1p(-x)) / 2;
    }
}
