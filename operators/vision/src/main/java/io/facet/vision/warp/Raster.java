package io.facet.vision.warp;

import java.util.function.UnaryOperator;

import io.facet.domain.face.Point;

/** The layout of a picture that is sampled at places of another one. */
record Raster(int channels, int width, int height) {
    /** Packed bytes; places outside are 0. */
    byte[] bilinear(byte[] pixels, int outWidth, int outHeight, UnaryOperator<Point> places) {
        requireLength(pixels.length, channels);
        byte[] out = new byte[outWidth * outHeight * channels];
        for (int at = 0; at < outWidth * outHeight; at++) {
            Point place = places.apply(centre(at, outWidth));
            if (inside(place)) {
                Corners corners = corners(place);
                for (int c = 0; c < channels; c++) {
                    out[at * channels + c] = (byte) Math.round(corners.mix(
                            pixels[corners.a * channels + c] & 0xFF,
                            pixels[corners.b * channels + c] & 0xFF,
                            pixels[corners.c * channels + c] & 0xFF,
                            pixels[corners.d * channels + c] & 0xFF));
                }
            }
        }
        return out;
    }

    /** Planes of floats, all of which have this layout's size; places outside are 0. */
    float[] bilinear(float[] planes, int count, int outWidth, int outHeight, UnaryOperator<Point> places) {
        requireLength(planes.length, count);
        int area = width * height;
        int outArea = outWidth * outHeight;
        float[] out = new float[count * outArea];
        for (int at = 0; at < outArea; at++) {
            Point place = places.apply(centre(at, outWidth));
            if (inside(place)) {
                Corners corners = corners(place);
                for (int plane = 0; plane < count; plane++) {
                    int base = plane * area;
                    out[plane * outArea + at] = (float) corners.mix(
                            planes[base + corners.a],
                            planes[base + corners.b],
                            planes[base + corners.c],
                            planes[base + corners.d]);
                }
            }
        }
        return out;
    }

    byte[] nearest(byte[] classes, int outWidth, int outHeight, byte outside, UnaryOperator<Point> places) {
        requireLength(classes.length, 1);
        byte[] out = new byte[outWidth * outHeight];
        for (int at = 0; at < out.length; at++) {
            Point place = places.apply(centre(at, outWidth));
            out[at] = inside(place) ? classes[bounded(place.y(), height) * width + bounded(place.x(), width)] : outside;
        }
        return out;
    }

    private static Point centre(int at, int width) {
        return new Point(at % width + 0.5, at / width + 0.5);
    }

    /** The rim belongs to the picture: a point very far away is warped onto it. */
    private boolean inside(Point place) {
        return place.x() >= 0 && place.y() >= 0 && place.x() <= width && place.y() <= height;
    }

    private static int bounded(double coordinate, int size) {
        return Math.min((int) coordinate, size - 1);
    }

    /** The four pixels whose centres are around a place: their offsets, and how far right and down it is. */
    private record Corners(int a, int b, int c, int d, double right, double down) {
        double mix(double va, double vb, double vc, double vd) {
            double top = va + (vb - va) * right;
            double bottom = vc + (vd - vc) * right;
            return top + (bottom - top) * down;
        }
    }

    private Corners corners(Point place) {
        double x = Math.min(Math.max(place.x() - 0.5, 0), width - 1.0);
        double y = Math.min(Math.max(place.y() - 0.5, 0), height - 1.0);
        int left = (int) x;
        int top = (int) y;
        int across = left + 1 < width ? 1 : 0;
        int below = top + 1 < height ? width : 0;
        int first = top * width + left;
        return new Corners(first, first + across, first + below, first + below + across, x - left, y - top);
    }

    private void requireLength(int found, int perPixel) {
        if (found != perPixel * width * height) {
            throw new IllegalArgumentException("expected " + perPixel * width * height + " values of a picture of "
                    + width + "x" + height + " with " + perPixel + " each, found " + found);
        }
    }
}
