package io.facet.jobs.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.Point;

/**
 * Draws observations into the frame they were made of: parsing layer, box in the track's colour, five points,
 * landmarks, and a label. Sizes follow those of the frame and the face. Pure Java2D, works without a display.
 *
 * <p>The same observations give the same pixels on the same machine; glyphs come from the machine's fonts. Stateless
 * and thread-safe.
 */
public final class FrameAnnotator {
    private static final Color SHADE = new Color(0, 0, 0, 150);

    private final AnnotationOptions options;

    public FrameAnnotator(AnnotationOptions options) {
        this.options = options;
    }

    /**
     * Draws into the image.
     *
     * @param frame the source frame at its own size, {@link BufferedImage#TYPE_3BYTE_BGR} or
     *     {@link BufferedImage#TYPE_INT_RGB}
     * @param observations those of this frame; boxes may reach over its edges
     */
    public void draw(BufferedImage frame, List<FaceObservation> observations) {
        requireOpaqueRgb(frame);
        Graphics2D graphics = frame.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            double unit = Math.min(frame.getWidth(), frame.getHeight()) / 360.0;
            if (options.parsing()) {
                observations.forEach(face -> drawParsing(graphics, face));
            }
            observations.forEach(face -> drawFace(graphics, face, unit));
            if (options.labels()) {
                drawLabels(graphics, frame, observations, unit);
            }
        } finally {
            graphics.dispose();
        }
    }

    private static void requireOpaqueRgb(BufferedImage frame) {
        int type = frame.getType();
        if (type != BufferedImage.TYPE_3BYTE_BGR && type != BufferedImage.TYPE_INT_RGB) {
            throw new IllegalArgumentException(
                    "expected an image of type TYPE_3BYTE_BGR (%d) or TYPE_INT_RGB (%d), got %d"
                            .formatted(BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, type));
        }
    }

    private static void drawParsing(Graphics2D graphics, FaceObservation face) {
        face.head(HeadResult.Parsing.class).ifPresent(parsing -> ParsingLayer.draw(graphics, parsing));
    }

    private void drawFace(Graphics2D graphics, FaceObservation face, double unit) {
        Color colour = TrackPalette.colour(face.track());
        double line = Math.max(1, Math.min(1.5 * unit, face.box().width() / 24));
        drawBox(graphics, face.box(), colour, line);
        if (options.landmarks()) {
            face.head(HeadResult.Landmarks.class).ifPresent(landmarks -> {
                double radius = Math.max(0.8, Math.min(1.6 * unit, face.box().width() / 80));
                landmarks.points().forEach(point -> dot(graphics, point, radius, Color.WHITE));
            });
        }
        if (options.points()) {
            double radius = Math.max(1.2, Math.min(3 * unit, face.box().width() / 36));
            face.points().asList().forEach(point -> dot(graphics, point, radius, colour));
        }
    }

    /** A thin full outline with heavy corners, over a dark one so that it shows on any background. */
    private static void drawBox(Graphics2D graphics, Box box, Color colour, double line) {
        Rectangle2D outline = new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height());
        graphics.setColor(SHADE);
        graphics.setStroke(new BasicStroke((float) (2 * line)));
        graphics.draw(outline);
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke((float) line));
        graphics.draw(outline);
        graphics.setStroke(new BasicStroke((float) (2.4 * line), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(corners(box, Math.min(box.width(), box.height()) / 5));
    }

    private static Path2D corners(Box box, double arm) {
        Path2D path = new Path2D.Double();
        for (double x : new double[] {box.x(), box.right()}) {
            for (double y : new double[] {box.y(), box.bottom()}) {
                path.moveTo(x + (x == box.x() ? arm : -arm), y);
                path.lineTo(x, y);
                path.lineTo(x, y + (y == box.y() ? arm : -arm));
            }
        }
        return path;
    }

    private static void dot(Graphics2D graphics, Point centre, double radius, Color colour) {
        double rim = radius + Math.max(0.6, radius / 3);
        graphics.setColor(SHADE);
        graphics.fill(new Ellipse2D.Double(centre.x() - rim, centre.y() - rim, 2 * rim, 2 * rim));
        graphics.setColor(colour);
        graphics.fill(new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius));
    }

    private static void drawLabels(
            Graphics2D graphics, BufferedImage frame, List<FaceObservation> observations, double unit) {
        Rectangle bounds = new Rectangle(frame.getWidth(), frame.getHeight());
        List<Rectangle> faces =
                observations.stream().map(face -> FaceLabel.bounds(face.box())).toList();
        List<Rectangle> taken = new ArrayList<>();
        for (FaceObservation face : observations) {
            FaceLabel.fit(graphics, face, bounds, unit).ifPresent(label -> {
                Rectangle place = label.place(face.box(), bounds, faces, taken);
                label.draw(graphics, place);
                taken.add(place);
            });
        }
    }
}
