package io.facet.training.data.faces;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.inference.testing.TinyBundle;
import io.facet.inference.testing.TinyModels;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.DataSpec.Split;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.TestPictures;
import io.facet.training.data.faces.DiscFaces.Outcome;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.source.SampleSources;
import io.facet.vision.landmark.LandmarkScheme;

import static io.facet.training.data.faces.DiscFaces.prepare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MixedCommandTest {
    private static final int FACES = 12;
    private static final int RED = 230;
    private static final int BLUE = 30;

    @TempDir
    private Path folder;

    private Path bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
    }

    @Test
    void mixed_labelledFaces_areBlendsWithTheShapeBetween() throws Exception {
        Path faces = prepareFaces(true);

        Outcome outcome = mix(faces, "mixed", 3);

        try (SampleSource train =
                        SampleSources.open(DataSpec.of(Kind.FACES, faces).with(Split.TRAIN));
                SampleSource mixed = SampleSources.open(DataSpec.of(Kind.FACES, folder.resolve("mixed/w300")))) {
            assertThat(outcome.out()).contains(3 * train.size() + " copies of " + train.size() + " faces");
            assertThat(mixed.size()).isEqualTo(3 * train.size());
            Set<String> trained = groups(train);
            int purple = 0;
            for (int i = 0; i < mixed.size(); i++) {
                Sample copy = mixed.read(i);
                assertThat(mixed.group(i)).as("nothing held out is mixed").isIn(trained);
                assertThat(copy.labels()).isEmpty();
                assertThat(copy.targets().vectors().get(Targets.TEACHER_IDENTITY))
                        .hasSizeGreaterThan(1);
                assertThat(copy.targets().landmarks()).hasSize(2 * LandmarkScheme.IBUG_68.count());
                assertThat(LandmarkScheme.IBUG_68
                                .five(copy.targets().landmarks())
                                .nose()
                                .x())
                        .isCloseTo(CropFrame.SIDE / 2.0, within(3.0));
                purple += isBlend(copy.image()) ? 1 : 0;
            }
            assertThat(purple).as("faces of two colours at once").isPositive();
        }
    }

    @Test
    void mixed_again_makesTheSameCopies() throws Exception {
        Path faces = prepareFaces(true);

        mix(faces, "one", 1);
        mix(faces, "other", 1);

        assertThat(Files.readAllBytes(folder.resolve("other/w300/00000.tar")))
                .isEqualTo(Files.readAllBytes(folder.resolve("one/w300/00000.tar")));
    }

    @Test
    void mixed_facesWithoutPoints_areLeftOutAndCounted() throws Exception {
        Path faces = prepareFaces(false);

        Outcome outcome = mix(faces, "mixed", 1);

        assertThat(outcome.out()).containsPattern(": 0 copies of (\\d+) faces; \\1 faces that it does not take");
    }

    private Outcome mix(Path faces, String name, int copies) {
        Outcome outcome = prepare(
                "mixed", "--faces", faces, "--teacher", bundle, "--out", folder.resolve(name), "--copies", copies);
        assertThat(outcome.code()).as(outcome.errors()).isZero();
        return outcome;
    }

    /** Half of the faces are red, half are blue. */
    private Path prepareFaces(boolean landmarks) throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < FACES; i++) {
            float[] points = DiscFaces.landmarks(60, 48);
            files.put("w300/%02d.png".formatted(i), ImageEncoder.png(face(i % 2 == 0 ? RED : BLUE)));
            files.put("w300/%02d.pts".formatted(i), DiscFaces.pts(points));
        }
        Path set = TestPictures.tar(folder.resolve("w300.tar"), files);
        Path detector = Files.write(folder.resolve("discs.onnx"), TinyModels.detector());
        Outcome outcome = prepare(
                "faces",
                "--set",
                (landmarks ? "w300:" : "tar:") + set,
                "--detector",
                detector,
                "--out",
                folder.resolve("clean"));
        assertThat(outcome.code()).as(outcome.errors()).isZero();
        return folder.resolve("clean").resolve(landmarks ? "w300" : "tar");
    }

    private static RgbImage face(int red) {
        RgbImage image = DiscFaces.disc(60, 48);
        for (int i = 0; i < image.pixels().length; i += 3) {
            if ((image.pixels()[i] & 0xFF) == RED) {
                image.pixels()[i] = (byte) red;
            }
        }
        return image;
    }

    private static Set<String> groups(SampleSource source) {
        Set<String> groups = new HashSet<>();
        for (int i = 0; i < source.size(); i++) {
            groups.add(source.group(i));
        }
        return groups;
    }

    /** Whether the middle of the face has a red that neither kind of face has. */
    private static boolean isBlend(RgbImage image) {
        int centre = 3 * (image.height() / 2 * image.width() + image.width() / 2);
        int red = image.pixels()[centre] & 0xFF;
        return red > BLUE + 30 && red < RED - 30;
    }
}
