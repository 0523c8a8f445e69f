package io.facet.training.data.faces;

import java.util.List;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.training.data.ClassMap;
import io.facet.vision.align.AlignmentTemplates;

/**
 * What a stored crop shows: {@value #MARGIN} times the canonical crop {@link AlignmentTemplates#FACET_224}, about the same
 * centre, so that training may shift, turn and scale the canonical crop without leaving the picture.
 */
public final class CropFrame {
    /** Side of a stored crop in pixels. */
    public static final int SIDE = 256;

    /** Side of what is stored, in sides of the canonical crop. */
    public static final double MARGIN = 1.25;

    /** Side of the canonical crop in pixels of the stored one: the middle of it. */
    public static final double CANONICAL = SIDE / MARGIN;

    private static final double FIRST = (SIDE - CANONICAL) / 2;
    private static final double SCALE = CANONICAL / AlignmentTemplates.FACET_224.size();

    /** The mean face in a stored crop. */
    static final AlignmentTemplate TEMPLATE = template();

    private CropFrame() {}

    private static AlignmentTemplate template() {
        List<Point> points = AlignmentTemplates.FACET_224.points().asList().stream()
                .map(CropFrame::fromCanonical)
                .toList();
        return new AlignmentTemplate(
                AlignmentTemplates.FACET_224.name() + "@%d/%s".formatted(SIDE, MARGIN), SIDE, FivePoints.of(points));
    }

    /** A point of the canonical crop of 224 pixels in pixels of the stored one. */
    public static Point fromCanonical(Point point) {
        return new Point(point.x() * SCALE + FIRST, point.y() * SCALE + FIRST);
    }

    /** The reverse of {@link #fromCanonical}. */
    public static Point toCanonical(Point point) {
        return new Point((point.x() - FIRST) / SCALE, (point.y() - FIRST) / SCALE);
    }

    /** From a square map of the canonical crop to what a stored crop shows; unknown around it. */
    static ClassMap fromCanonical(ClassMap map) {
        double scale = map.side() / (double) AlignmentTemplates.FACET_224.size();
        return sampled(map, point -> {
            Point canonical = toCanonical(point);
            return new Point(canonical.x() * scale, canonical.y() * scale);
        });
    }

    /**
     * A picture's mask as a stored crop shows it: the nearest pixel of the mask, unknown outside it.
     *
     * @param width of the picture in pixels; the mask may have another
     * @param height of the picture in pixels
     * @param transform from pixels of the picture to pixels of the crop
     */
    static ClassMap fromPicture(ClassMap mask, int width, int height, CropTransform transform) {
        double scaleX = mask.width() / (double) width;
        double scaleY = mask.height() / (double) height;
        return sampled(mask, point -> {
            Point source = transform.toSource(point);
            return new Point(source.x() * scaleX, source.y() * scaleY);
        });
    }

    /** Where a point of the crop lies in what is sampled. */
    @FunctionalInterface
    private interface Place {
        Point of(Point crop);
    }

    private static ClassMap sampled(ClassMap map, Place place) {
        byte[] classes = new byte[SIDE * SIDE];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                Point at = place.of(new Point(column + 0.5, row + 0.5));
                int x = (int) Math.floor(at.x());
                int y = (int) Math.floor(at.y());
                boolean inside = x >= 0 && y >= 0 && x < map.width() && y < map.height();
                classes[row * SIDE + column] = inside ? (byte) map.at(x, y) : ClassMap.UNKNOWN;
            }
        }
        return new ClassMap(SIDE, map.labels(), classes);
    }
}
