package io.facet.jobs.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.facet.domain.face.Box;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;

/**
 * The text box beside a face: track and score, age and gender, expression, group, quality.
 *
 * @param lines the text, the first line in the colour's own band
 * @param font of all lines
 * @param metrics of the font
 * @param padding around the text in pixels
 * @param colour the track's colour
 * @param width in pixels
 * @param height in pixels
 */
record FaceLabel(List<String> lines, Font font, FontMetrics metrics, int padding, Color colour, int width, int height) {
    private static final Color PANEL = new Color(16, 18, 22, 205);
    private static final int SMALLEST_FONT = 7;
    /** A label that is partly hidden cannot be read, a face that is partly hidden can still be recognised. */
    private static final long LABEL_WEIGHT = 4;

    /** The label at the largest size that suits the face and fits the frame; empty when none fits. */
    static Optional<FaceLabel> fit(Graphics2D graphics, FaceObservation face, Rectangle frame, double unit) {
        double largest = Math.max(11, 12 * unit);
        int start = (int)
                Math.round(Math.max(largest * 0.45, Math.min(largest, face.box().width() / 7)));
        List<String> lines = text(face);
        for (int size = Math.max(SMALLEST_FONT, start); size >= SMALLEST_FONT; size--) {
            FaceLabel label = of(graphics, lines, size, TrackPalette.colour(face.track()));
            if (label.width <= frame.width && label.height <= frame.height) {
                return Optional.of(label);
            }
        }
        return Optional.empty();
    }

    private static FaceLabel of(Graphics2D graphics, List<String> lines, int size, Color colour) {
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, size);
        FontMetrics metrics = graphics.getFontMetrics(font);
        int padding = Math.max(2, size / 3);
        int widest = lines.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        int height = lines.size() * metrics.getHeight() + (lines.size() > 1 ? padding : 0);
        return new FaceLabel(lines, font, metrics, padding, colour, widest + 2 * padding, height);
    }

    private static List<String> text(FaceObservation face) {
        List<String> lines = new ArrayList<>();
        lines.add("#%d  %s".formatted(face.track(), Figures.percent(face.score())));
        List<String> person = new ArrayList<>();
        face.head(HeadResult.Age.class).ifPresent(age -> person.add(Math.round(age.years()) + " y"));
        classification(face, HeadTask.GENDER).ifPresent(person::add);
        if (!person.isEmpty()) {
            lines.add(String.join(", ", person));
        }
        classification(face, HeadTask.EXPRESSION).ifPresent(lines::add);
        classification(face, HeadTask.GROUP).ifPresent(lines::add);
        face.head(HeadResult.Quality.class)
                .ifPresent(quality -> lines.add("quality " + Figures.percent(quality.value())));
        return List.copyOf(lines);
    }

    private static Optional<String> classification(FaceObservation face, HeadTask task) {
        return face.head(task)
                .map(HeadResult.Classification.class::cast)
                .map(result -> result.label() + " "
                        + Figures.percent(result.probabilities().getOrDefault(result.label(), 0.0)));
    }

    /**
     * Above the box, below it, beside it or inside its top: of those that lie in the frame the one that hides the least
     * of other labels and of faces, the first where several do. Always inside the frame.
     *
     * @param faces the boxes of all faces of the frame
     * @param taken the labels that are already placed
     */
    Rectangle place(Box box, Rectangle frame, List<Rectangle> faces, List<Rectangle> taken) {
        Rectangle face = bounds(box);
        int right = face.x + face.width;
        int bottom = face.y + face.height;
        List<Rectangle> wished = List.of(
                new Rectangle(face.x, face.y - height - 2, width, height),
                new Rectangle(face.x, bottom + 2, width, height),
                new Rectangle(right + 2, face.y, width, height),
                new Rectangle(face.x - width - 2, face.y, width, height),
                new Rectangle(right - width, face.y - height - 2, width, height),
                new Rectangle(right - width, bottom + 2, width, height),
                new Rectangle(face.x, face.y, width, height));
        List<Rectangle> inside =
                wished.stream().map(place -> slideSideways(place, frame)).toList();
        return inside.stream()
                .filter(frame::contains)
                .min(Comparator.comparingLong(place -> LABEL_WEIGHT * hidden(place, taken) + hidden(place, faces)))
                .orElseGet(() -> clamp(inside.get(inside.size() - 1), frame));
    }

    /** The pixels a box covers. */
    static Rectangle bounds(Box box) {
        int x = (int) Math.round(box.x());
        int y = (int) Math.round(box.y());
        return new Rectangle(x, y, (int) Math.round(box.right()) - x, (int) Math.round(box.bottom()) - y);
    }

    private static long hidden(Rectangle place, List<Rectangle> others) {
        return others.stream()
                .map(place::intersection)
                .filter(common -> !common.isEmpty())
                .mapToLong(common -> (long) common.width * common.height)
                .sum();
    }

    private static Rectangle slideSideways(Rectangle place, Rectangle frame) {
        int x = Math.max(0, Math.min(place.x, frame.width - place.width));
        return new Rectangle(x, place.y, place.width, place.height);
    }

    private static Rectangle clamp(Rectangle place, Rectangle frame) {
        int y = Math.max(0, Math.min(place.y, frame.height - place.height));
        return new Rectangle(place.x, y, place.width, place.height);
    }

    /** Draws the label with its top left corner at the place's. */
    void draw(Graphics2D graphics, Rectangle place) {
        graphics.setFont(font);
        graphics.setColor(PANEL);
        graphics.fillRect(place.x, place.y, place.width, place.height);
        graphics.setColor(colour);
        graphics.fillRect(place.x, place.y, place.width, metrics.getHeight());
        int baseline = place.y + metrics.getAscent();
        for (int i = 0; i < lines.size(); i++) {
            graphics.setColor(i == 0 ? TrackPalette.ink(colour) : Color.WHITE);
            graphics.drawString(lines.get(i), place.x + padding, baseline);
            baseline += metrics.getHeight() + (i == 0 ? padding / 2 : 0);
        }
    }
}
