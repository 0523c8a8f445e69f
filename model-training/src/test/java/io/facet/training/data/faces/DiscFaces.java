package io.facet.training.data.faces;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import picocli.CommandLine;

import io.facet.domain.face.Point;
import io.facet.training.cli.TrainingCommand;
import io.facet.training.data.RgbImage;
import io.facet.training.data.TestPictures;
import io.facet.training.data.image.ImageEncoder;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.landmark.LandmarkScheme;

/** Pictures of discs that the detector of tests takes for faces, and the commands that prepare them. */
final class DiscFaces {
    static final int WIDTH = 120;
    static final int HEIGHT = 96;
    static final double DIAMETER = 38;

    private DiscFaces() {}

    /** A magenta disc on grey, its centre as given. */
    static RgbImage disc(double centreX, double centreY) {
        RgbImage image = TestPictures.flat(WIDTH, HEIGHT, 40, 40, 40);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY) < DIAMETER / 2) {
                    paint(image, x, y, 230, 30, 200);
                }
            }
        }
        return image;
    }

    static void paint(RgbImage image, int x, int y, int red, int green, int blue) {
        int at = 3 * (y * image.width() + x);
        image.pixels()[at] = (byte) red;
        image.pixels()[at + 1] = (byte) green;
        image.pixels()[at + 2] = (byte) blue;
    }

    static byte[] face() {
        return ImageEncoder.png(disc(60, 48));
    }

    static byte[] noFace() {
        return ImageEncoder.png(TestPictures.flat(WIDTH, HEIGHT, 40, 40, 40));
    }

    /** 68 points whose eyes, nose and mouth lie where the detector finds those of a disc; the others at its centre. */
    static float[] landmarks(double centreX, double centreY) {
        float[] landmarks = new float[2 * LandmarkScheme.IBUG_68.count()];
        for (int i = 0; i < LandmarkScheme.IBUG_68.count(); i++) {
            place(landmarks, i, new Point(112, 121), centreX, centreY);
        }
        List<Point> mean = AlignmentTemplates.FACET_224.points().asList();
        for (int i = 0; i < 6; i++) {
            place(landmarks, 36 + i, mean.get(0), centreX, centreY);
            place(landmarks, 42 + i, mean.get(1), centreX, centreY);
        }
        place(landmarks, 30, mean.get(2), centreX, centreY);
        place(landmarks, 48, mean.get(3), centreX, centreY);
        place(landmarks, 54, mean.get(4), centreX, centreY);
        return landmarks;
    }

    private static void place(float[] landmarks, int point, Point canonical, double centreX, double centreY) {
        // The detector takes a disc for a face that is 151 pixels across in the canonical crop.
        landmarks[2 * point] = (float) (centreX + (canonical.x() - 112) * DIAMETER / 151);
        landmarks[2 * point + 1] = (float) (centreY + (canonical.y() - 121) * DIAMETER / 151);
    }

    /** As 300-W writes them: from 1, at the centres of pixels. */
    static byte[] pts(float[] landmarks) {
        StringBuilder text = new StringBuilder("version: 1\nn_points: 68\n{\n");
        for (int i = 0; i < landmarks.length; i += 2) {
            text.append(String.format(Locale.ROOT, "%.4f %.4f%n", landmarks[i] + 0.5, landmarks[i + 1] + 0.5));
        }
        return text.append("}\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** What a command printed and how it ended. */
    record Outcome(int code, String out, String errors) {}

    /** Runs {@code data prepare} with the arguments. */
    static Outcome prepare(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line =
                TrainingCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true));
        String[] words = new String[arguments.length + 2];
        words[0] = "data";
        words[1] = "prepare";
        Object[] texts = Arrays.stream(arguments).map(String::valueOf).toArray();
        System.arraycopy(texts, 0, words, 2, texts.length);
        int code = line.execute(words);
        return new Outcome(code, out.toString(), errors.toString());
    }
}
