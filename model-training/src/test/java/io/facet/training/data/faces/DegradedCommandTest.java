package io.facet.training.data.faces;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.inference.testing.TinyBundle;
import io.facet.inference.testing.TinyModels;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.TestPictures;
import io.facet.training.data.faces.DiscFaces.Outcome;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.source.SampleSources;

import static io.facet.training.data.faces.DiscFaces.prepare;
import static org.assertj.core.api.Assertions.assertThat;

class DegradedCommandTest {
    private static final int SIDE = 3 * DiscFaces.WIDTH;

    @TempDir
    private Path folder;

    private Path bundle;
    private Path faces;

    @BeforeEach
    void prepareFaces() throws Exception {
        bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
        Map<String, byte[]> files = new TreeMap<>();
        files.put("lfw/A/sharp.png", ImageEncoder.png(large()));
        files.put("lfw/B/small.png", DiscFaces.face());
        Path set = TestPictures.tar(folder.resolve("lfw.tar"), files);
        Path detector = Files.write(folder.resolve("discs.onnx"), TinyModels.detector());
        Outcome outcome = prepare(
                "faces",
                "--set",
                "lfw:" + set,
                "--detector",
                detector,
                "--out",
                folder.resolve("clean"),
                "--teacher",
                bundle,
                "--teacher-heads",
                "identity");
        assertThat(outcome.code()).as(outcome.errors()).isZero();
        faces = folder.resolve("clean/lfw");
    }

    @Test
    void degraded_cleanFaces_haveAQualityAndAllThatWasKnown() throws Exception {
        Outcome outcome = degrade("worse", 2);

        assertThat(outcome.out()).contains("2 copies of 2 faces").contains("; 1 faces that it does not take");
        try (SampleSource clean = SampleSources.open(DataSpec.of(Kind.FACES, faces));
                SampleSource worse = SampleSources.open(DataSpec.of(Kind.FACES, folder.resolve("worse/lfw")))) {
            Sample sharp = sharp(clean);
            assertThat(sharp.labels()).containsEntry(FaceLabels.QUALITY, 1.0);
            for (int i = 0; i < worse.size(); i++) {
                Sample copy = worse.read(i);
                assertThat(copy.key()).isEqualTo("lfw/%d/A@/lfw.tar/lfw/A/sharp.png".formatted(i + 1));
                assertThat(worse.group(i)).as("is held out with the clean face").isEqualTo("A");
                assertThat(copy.labels().get(FaceLabels.QUALITY)).isBetween(0.0, 1.0);
                assertThat(copy.labels()).containsEntry(FaceLabels.IDENTITY, 0.0);
                assertThat(copy.targets().vectors().get(Targets.TEACHER_IDENTITY))
                        .isEqualTo(sharp.targets().vectors().get(Targets.TEACHER_IDENTITY));
                assertThat(copy.image().pixels()).isNotEqualTo(sharp.image().pixels());
            }
        }
    }

    @Test
    void degraded_again_makesTheSameCopies() throws Exception {
        degrade("one", 1);
        degrade("other", 1);

        assertThat(Files.readAllBytes(folder.resolve("other/lfw/00000.tar")))
                .isEqualTo(Files.readAllBytes(folder.resolve("one/lfw/00000.tar")));
    }

    @Test
    void degraded_wrongOptions_areUserErrors() {
        Outcome none = prepare("degraded", "--faces", faces, "--teacher", bundle, "--out", folder, "--copies", 0);
        Outcome same = prepare("degraded", "--faces", faces, "--teacher", bundle, "--out", folder.resolve("clean"));

        assertThat(none.code()).isEqualTo(2);
        assertThat(none.errors()).contains("--threads and --copies: expected at least 1");
        assertThat(same.code()).isEqualTo(2);
        assertThat(same.errors()).contains("--out: expected another folder than that of the faces");
    }

    private Outcome degrade(String name, int copies) {
        Outcome outcome = prepare(
                "degraded", "--faces", faces, "--teacher", bundle, "--out", folder.resolve(name), "--copies", copies);
        assertThat(outcome.code()).as(outcome.errors()).isZero();
        return outcome;
    }

    private static Sample sharp(SampleSource faces) throws Exception {
        for (int i = 0; i < faces.size(); i++) {
            if (faces.key(i).endsWith("sharp.png")) {
                return faces.read(i);
            }
        }
        throw new AssertionError("no such face");
    }

    /** A disc in a large picture, with detail in it. */
    private static RgbImage large() {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        Arrays.fill(pixels, (byte) 40);
        RgbImage image = new RgbImage(SIDE, SIDE, pixels);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (Math.hypot(x + 0.5 - SIDE / 2.0, y + 0.5 - SIDE / 2.0) < 1.5 * DiscFaces.DIAMETER) {
                    boolean dark = (x / 3 + y / 3) % 2 == 0;
                    DiscFaces.paint(image, x, y, 230, dark ? 10 : 50, 200);
                }
            }
        }
        return image;
    }
}
