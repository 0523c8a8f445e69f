package io.facet.training.data.faces;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.inference.testing.TinyBundle;
import io.facet.inference.testing.TinyModels;
import io.facet.training.data.ClassMap;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.DataSpec.Split;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.TestPictures;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.faces.DiscFaces.Outcome;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.source.PreparedFace;
import io.facet.training.data.source.SampleSources;

import static io.facet.training.data.faces.DiscFaces.prepare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** With a detector that finds magenta discs. */
class FacesCommandTest {
    @TempDir
    private Path folder;

    private Path detector;
    private Path out;

    @BeforeEach
    void writeDetector() throws Exception {
        detector = Files.write(folder.resolve("discs.onnx"), TinyModels.detector());
        out = folder.resolve("out");
    }

    @Test
    void prepare_w300_landmarksStayOnWhatTheyMark() throws Exception {
        RgbImage image = DiscFaces.disc(66, 52);
        // A white spot of 3x3 pixels, whose middle is point 8.
        for (int i = 0; i < 9; i++) {
            DiscFaces.paint(image, 70 + i % 3, 60 + i / 3, 255, 255, 255);
        }
        float[] landmarks = DiscFaces.landmarks(66, 52);
        landmarks[16] = 71.5f;
        landmarks[17] = 61.5f;
        Path set = set("w300", Map.of("afw/1.png", ImageEncoder.png(image), "afw/1.pts", DiscFaces.pts(landmarks)));

        Outcome outcome = run("--set", "w300:" + set);

        assertThat(outcome.out()).contains("w300: 1 faces of 1 pictures; points of 1 by the detector");
        try (SampleSource faces = open("w300")) {
            Sample face = faces.read(0);
            float[] moved = face.targets().landmarks();
            double[] spot = centreOfWhite(face.image());
            double scale = scale(landmarks, moved);
            assertThat((moved[16] - spot[0]) / scale)
                    .as("in pixels of the source")
                    .isCloseTo(0, within(0.5));
            assertThat((moved[17] - spot[1]) / scale).isCloseTo(0, within(0.5));
            assertThat(face.image().width()).isEqualTo(CropFrame.SIDE);
            assertThat(face.key()).isEqualTo("w300/0/set.tar/afw/1.png");
            float[] aligned = face.targets().vectors().get(PreparedFace.ALIGNED);
            assertThat((aligned[2] - aligned[0]) * face.targets().vectors().get(PreparedFace.PICTURE)[0])
                    .as("distance of the eyes that were found, in the stored crop")
                    .isCloseTo(60.4f * 256 / 224 / (float) CropFrame.MARGIN, within(2.5f));
            assertThat((moved[84] - moved[72]) * CropFrame.MARGIN * 224 / 256)
                    .as("distance of the eyes in the canonical crop")
                    .isCloseTo(60.4, within(2.5));
        }
    }

    @Test
    void prepare_w300WithoutADetection_isAlignedByItsLandmarks() throws Exception {
        Path set =
                set("w300", Map.of("1.png", DiscFaces.noFace(), "1.pts", DiscFaces.pts(DiscFaces.landmarks(60, 48))));

        assertThat(run("--set", "w300:" + set).out()).contains("of 0 by the detector, of 1 by landmarks");

        try (SampleSource faces = open("w300")) {
            assertThat(faces.read(0).labels()).containsEntry(FaceLabels.DETECTED, 1.0);
        }
    }

    @Test
    void prepare_celebaMask_maskStaysOnThePicture() throws Exception {
        RgbImage image = DiscFaces.disc(52, 30);
        byte[] classes = new byte[60 * 48];
        // Hair is what lies right of the middle of the disc; there, the picture is green outside it.
        for (int y = 0; y < DiscFaces.HEIGHT; y++) {
            for (int x = 0; x < DiscFaces.WIDTH; x++) {
                boolean hair = x >= 52;
                classes[y / 2 * 60 + x / 2] = (byte) (hair ? 13 : 0);
                if (hair && Math.hypot(x + 0.5 - 52, y + 0.5 - 30) > DiscFaces.DIAMETER / 2 + 1) {
                    DiscFaces.paint(image, x, y, 30, 220, 30);
                }
            }
        }
        Path set = set(
                "celebamask",
                Map.of(
                        "C/images/1.png",
                        ImageEncoder.png(image),
                        "C/masks/1.png",
                        ImageEncoder.png(new ClassMap(60, 48, 19, classes))));

        run("--set", "celebamask:" + set);

        try (SampleSource faces = open("celebamask")) {
            Sample face = faces.read(0);
            ClassMap mask = face.targets().mask();
            assertThat(mask.side()).isEqualTo(CropFrame.SIDE);
            assertThat(mask.at(0, 0)).as("outside the picture").isEqualTo(255);
            assertThat(disagreeing(face.image(), mask)).isLessThan(0.02);
            assertThat(face.labels().get(FaceLabels.HAIR)).isCloseTo(34.0 / 60, within(1e-6));
        }
    }

    @Test
    void prepare_nothingFound_fallsBackToWhereFacesAreOnAverage() throws Exception {
        Path set = set("utkface", Map.of("30_1_2_1.png", DiscFaces.face(), "31_0_0_2.png", DiscFaces.noFace()));

        assertThat(run("--set", "utkface:" + set).out())
                .contains("of 1 by the detector")
                .contains("of 1 by the average");

        try (SampleSource faces = open("utkface")) {
            Map<Double, Double> detectedByAge = new TreeMap<>();
            for (int i = 0; i < faces.size(); i++) {
                Map<String, Double> labels = faces.read(i).labels();
                detectedByAge.put(labels.get(FaceLabels.AGE), labels.get(FaceLabels.DETECTED));
            }
            assertThat(detectedByAge).containsExactly(Map.entry(30.0, 1.0), Map.entry(31.0, 0.0));
        }
    }

    @Test
    void split_preparedAndRaw_holdTheSameOut() throws Exception {
        Map<String, byte[]> photos = new LinkedHashMap<>();
        Map<String, byte[]> people = new LinkedHashMap<>();
        for (int i = 0; i < 36; i++) {
            photos.put("U/%d_0_0_1.png".formatted(i), DiscFaces.face());
            people.put("lfw/P@%d/%d.png".formatted(i % 12, i), DiscFaces.face());
        }
        Path utk = set("utkface", photos);
        Path lfw = set("lfw", people);

        run("--set", "utkface:" + utk, "--set", "lfw:" + lfw);

        for (Split split : List.of(Split.TRAIN, Split.HELD_OUT)) {
            assertThat(groups(Kind.FACES, out.resolve("utkface"), split)).isEqualTo(groups(Kind.UTKFACE, utk, split));
            assertThat(groups(Kind.FACES, out.resolve("lfw"), split)).isEqualTo(groups(Kind.LFW, lfw, split));
        }
        assertThat(groups(Kind.FACES, out, Split.HELD_OUT))
                .as("both at once")
                .containsAll(groups(Kind.LFW, lfw, Split.HELD_OUT))
                .containsAll(groups(Kind.UTKFACE, utk, Split.HELD_OUT));
    }

    @Test
    void prepare_withTeacher_storesWhatItSays() throws Exception {
        Path set = set("utkface", Map.of("30_1_2_1.png", DiscFaces.face()));
        TinyBundle.write(folder.resolve("bundle"));

        run("--set", "utkface:" + set, "--teacher", folder.resolve("bundle"), "--teacher-heads", "identity,parsing");

        try (SampleSource faces = open("utkface")) {
            Targets targets = faces.read(0).targets();
            float[] identity = targets.vectors().get(Targets.TEACHER_IDENTITY);
            double squares = 0;
            for (float value : identity) {
                squares += value * value;
            }
            assertThat(identity).hasSize(16);
            assertThat(squares).isCloseTo(1, within(1e-5));
            ClassMap mask = targets.teacherMask();
            assertThat(mask.at(10, 128)).as("outside the canonical crop").isEqualTo(255);
            assertThat(mask.at(128, 128)).isIn(0, 1, 13, 10);
            assertThat(targets.mask()).isNull();
        }
    }

    @Test
    void prepare_twice_goesOnAndRefusesOtherSettings() throws Exception {
        Path set = set("utkface", Map.of("30_1_2_1.png", DiscFaces.face()));
        run("--set", "utkface:" + set);

        assertThat(run("--set", "utkface:" + set).out()).contains("(1 of 1 units were done before)");
        Outcome other =
                prepare("faces", "--set", "utkface:" + set, "--detector", detector, "--out", out, "--quality", "50");

        assertThat(other.code()).isEqualTo(2);
        assertThat(other.errors()).contains("output folder " + out.resolve("utkface") + ": expected the same set");
    }

    @Test
    void prepare_wrongOptions_areUserErrors() throws Exception {
        Path set = set("utkface", Map.of("30_1_2_1.png", DiscFaces.face()));
        TinyBundle.write(folder.resolve("bundle"));

        refused("expected KIND[/PART]:PATH with a kind of", "--set", "nothing:" + set);
        refused("expected KIND[/PART]:PATH", "--set", "utkface");
        refused("expected each set once, found utkface twice", "--set", "utkface:" + set, "--set", "utkface:" + set);
        refused("gone.tar: expected a folder, found nothing", "--set", "utkface:" + folder.resolve("gone.tar"));
        refused(
                "expected landmarks of ibug-68, found five-points",
                "--set",
                "utkface:" + set,
                "--teacher",
                folder.resolve("bundle"));
        Path empty = TestPictures.tar(folder.resolve("none.tar"), Map.of("30_1_2_1.png", DiscFaces.noFace()));
        refused("set utkface: expected faces, found none in 1 pictures", "--set", "utkface:" + empty);
    }

    @Test
    void read_brokenPart_isNamedWithItsPath() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("utkface/0/a.jpg", DiscFaces.face());
        files.put("utkface/0/b.jpg", DiscFaces.face());
        files.put("utkface/0/b.json", "{".getBytes());
        files.put("utkface/0/c.jpg", DiscFaces.face());
        files.put("utkface/0/c.json", "{\"classes\":19}".getBytes());
        files.put("utkface/0/c.mask.png", ImageEncoder.png(new ClassMap(1, 19, new byte[] {19})));
        TestPictures.tar(folder.resolve("00000.tar"), files);

        try (SampleSource faces = SampleSources.open(DataSpec.of(Kind.FACES, folder.resolve("00000.tar")))) {
            assertThatThrownBy(() -> faces.read(0))
                    .isInstanceOf(UnreadableSampleException.class)
                    .hasMessage("00000.tar/utkface/0/a.jpg: expected what is known of it in 00000.tar/utkface/0/a.json,"
                            + " found none");
            assertThatThrownBy(() -> faces.read(1)).hasMessageStartingWith("00000.tar/utkface/0/b.json: expected");
            assertThatThrownBy(() -> faces.read(2))
                    .hasMessage("00000.tar/utkface/0/c.mask.png: expected mask classes 0 to 18, found 19");
        }
        assertThatThrownBy(() -> SampleSources.open(DataSpec.of(Kind.FACES, Files.createDirectory(out))))
                .hasMessage("data set " + out
                        + ": expected shards of prepared faces (*.tar), or folders of them, found none");
    }

    private Path set(String name, Map<String, byte[]> files) throws Exception {
        return TestPictures.tar(Files.createDirectories(folder.resolve(name)).resolve("set.tar"), new TreeMap<>(files));
    }

    private Outcome run(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("faces", "--detector", detector, "--out", out, "--threads", 2));
        all.addAll(List.of(arguments));
        Outcome outcome = prepare(all.toArray());
        assertThat(outcome.code()).as(outcome.errors()).isZero();
        return outcome;
    }

    private void refused(String expected, Object... arguments) {
        List<Object> all =
                new ArrayList<>(List.of("faces", "--detector", detector, "--out", folder.resolve("refused")));
        all.addAll(List.of(arguments));
        Outcome outcome = prepare(all.toArray());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.errors()).contains(expected);
    }

    private SampleSource open(String set) {
        return SampleSources.open(DataSpec.of(Kind.FACES, out.resolve(set)));
    }

    private static TreeSet<String> groups(Kind kind, Path path, Split split) {
        DataSpec spec = new DataSpec(kind, path, null, null, null, null, split, 0.3, 2L, null);
        try (SampleSource source = SampleSources.open(spec)) {
            TreeSet<String> groups = new TreeSet<>();
            for (int i = 0; i < source.size(); i++) {
                groups.add(source.group(i));
            }
            return groups;
        }
    }

    /** By the eyes: how many times larger the crop shows a face. */
    private static double scale(float[] source, float[] crop) {
        return Math.hypot(crop[84] - crop[72], crop[85] - crop[73])
                / Math.hypot(source[84] - source[72], source[85] - source[73]);
    }

    private static double[] centreOfWhite(RgbImage image) {
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < image.width() * image.height(); i++) {
            double white = Math.max(0, (image.pixels()[3 * i + 1] & 0xFF) - 140);
            sum += white;
            sumX += white * (i % image.width() + 0.5);
            sumY += white * (i / image.width() + 0.5);
        }
        return new double[] {sumX / sum, sumY / sum};
    }

    /** Share of the pixels that are green and not hair, or grey and hair. */
    private static double disagreeing(RgbImage image, ClassMap mask) {
        int disagreeing = 0;
        int known = 0;
        for (int i = 0; i < mask.classes().length; i++) {
            int red = image.pixels()[3 * i] & 0xFF;
            int green = image.pixels()[3 * i + 1] & 0xFF;
            boolean clearlyGreen = green > 180;
            boolean clearlyGrey = Math.abs(green - 40) < 12 && Math.abs(red - 40) < 12;
            if (mask.classes()[i] != ClassMap.UNKNOWN && (clearlyGreen || clearlyGrey)) {
                known++;
                disagreeing += clearlyGreen == (mask.classes()[i] == 13) ? 0 : 1;
            }
        }
        assertThat(known).isGreaterThan(5_000);
        return disagreeing / (double) known;
    }
}
