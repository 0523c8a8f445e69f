package io.facet.vision.image;

import io.facet.domain.face.Box;
import io.facet.domain.face.Point;

/**
 * A picture shrunk into the top left corner of a target; right and bottom of it are padding.
 *
 * <p>The two axes have their own scale, because the content has a whole number of pixels: a point goes back to exactly
 * where it came from.
 *
 * @param sourceWidth of the picture, in pixels
 * @param sourceHeight of the picture, in pixels
 * @param contentWidth of the picture in the target, in pixels
 * @param contentHeight of the picture in the target, in pixels
 * @param width of the target, in pixels
 * @param height of the target, in pixels
 */
public record Letterbox(int sourceWidth, int sourceHeight, int contentWidth, int contentHeight, int width, int height) {

    public Letterbox {
        if (sourceWidth < 1 || sourceHeight < 1) {
            throw new IllegalArgumentException(
                    "the picture must have at least 1x1 pixels, got %dx%d".formatted(sourceWidth, sourceHeight));
        }
        if (contentWidth < 1
                || contentHeight < 1
                || contentWidth > Math.min(width, sourceWidth)
                || contentHeight > Math.min(height, sourceHeight)) {
            throw new IllegalArgumentException("content must be within the target and not larger than the picture,"
                    + " got content %dx%d of picture %dx%d in target %dx%d"
                            .formatted(contentWidth, contentHeight, sourceWidth, sourceHeight, width, height));
        }
    }

    /**
     * Shrinks, where needed, so that no side is longer than {@code maxSide}; never enlarges. The target is the content
     * rounded up to whole multiples.
     *
     * @param width of the picture, in pixels
     * @param height of the picture, in pixels
     * @param maxSide longest side of the content, in pixels
     * @param multiple what both target sides must be a multiple of
     */
    public static Letterbox fit(int width, int height, int maxSide, int multiple) {
        if (maxSide < 1 || multiple < 1) {
            throw new IllegalArgumentException(
                    "maxSide and multiple must be at least 1, got %d and %d".formatted(maxSide, multiple));
        }
        double scale = Math.min(1, maxSide / (double) Math.max(width, height));
        int contentWidth = scaled(width, scale);
        int contentHeight = scaled(height, scale);
        return new Letterbox(
                width,
                height,
                contentWidth,
                contentHeight,
                roundUp(contentWidth, multiple),
                roundUp(contentHeight, multiple));
    }

    /**
     * Shrinks, where needed, into a target of a fixed size; never enlarges.
     *
     * @param width of the picture, in pixels
     * @param height of the picture, in pixels
     * @param targetWidth in pixels
     * @param targetHeight in pixels
     */
    public static Letterbox into(int width, int height, int targetWidth, int targetHeight) {
        double scale = Math.min(1, Math.min(targetWidth / (double) width, targetHeight / (double) height));
        return new Letterbox(width, height, scaled(width, scale), scaled(height, scale), targetWidth, targetHeight);
    }

    /** Target pixels per source pixel, horizontally. */
    public double scaleX() {
        return contentWidth / (double) sourceWidth;
    }

    /** Target pixels per source pixel, vertically. */
    public double scaleY() {
        return contentHeight / (double) sourceHeight;
    }

    /** A point of the target in pixels of the picture. */
    public Point toSource(Point target) {
        return new Point(target.x() / scaleX(), target.y() / scaleY());
    }

    /** A box of the target in pixels of the picture. */
    public Box toSource(Box target) {
        return new Box(
                target.x() / scaleX(), target.y() / scaleY(), target.width() / scaleX(), target.height() / scaleY());
    }

    private static int scaled(int side, double scale) {
        return (int) Math.max(1, Math.round(side * scale));
    }

    private static int roundUp(int side, int multiple) {
        return (side + multiple - 1) / multiple * multiple;
    }
}
