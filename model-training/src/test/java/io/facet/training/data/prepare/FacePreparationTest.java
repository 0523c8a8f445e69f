package io.facet.training.data.prepare;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.testing.TinyModels;
import io.facet.training.data.DataSpec;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.prepare.PrepareCounts.Kind;
import io.facet.training.data.prepare.PrepareSettings.Faces;
import io.facet.training.data.prepare.PrepareSettings.Output;
import io.facet.training.data.source.SampleSources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With a detector that finds magenta discs. */
class FacePreparationTest {
    private static final PrepareSettings SETTINGS =
            new PrepareSettings(0.8, Faces.EVERY, 32, true, 64, 95, 3, Output.TAR, 1);

    @TempDir
    private Path folder;

    private Path pictures;
    private Path model;

    @BeforeEach
    void writePictures() throws Exception {
        pictures = folder.resolve("in");
        model = Files.write(folder.resolve("discs.onnx"), TinyModels.detector());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("1.png", discs(1));
        files.put("1.txt", text("one face"));
        files.put("2.png", discs(2));
        files.put("2.txt", text("two faces"));
        files.put("3.png", discs(0));
        files.put("3.txt", text("no face"));
        files.put("4.png", discs(1));
        files.put("5.jpg", text("this is no picture, whatever its name"));
        files.put("5.txt", text("broken"));
        files.put("6.png", discs(2));
        files.put("6.txt", text("two more"));
        files.put("7.png", discs(1));
        files.put("7.txt", text("the last"));
        TestPictures.write(pictures, files);
    }

    @Test
    void run_folder_writesCropsWithTextAndCountsWhatIsLeftOut() throws Exception {
        Path out = folder.resolve("out");

        ShardedRun.Summary<PrepareCounts> summary = run(out, SETTINGS, 2);

        assertThat(summary.shards()).isEqualTo(3);
        PrepareCounts counts = summary.counts();
        assertThat(counts.of(Kind.PICTURES)).isEqualTo(7);
        assertThat(counts.of(Kind.PICTURES_KEPT)).isEqualTo(4);
        assertThat(counts.of(Kind.PICTURES_UNREADABLE)).isEqualTo(1);
        assertThat(counts.of(Kind.PICTURES_NO_FACE)).isEqualTo(1);
        assertThat(counts.of(Kind.PICTURES_NO_TEXT)).isEqualTo(1);
        assertThat(counts.of(Kind.FACES_KEPT)).isEqualTo(6);
        assertThat(Files.readString(out.resolve("summary.json"))).contains("\"picturesNoText\" : 1");
        try (SampleSource crops = SampleSources.open(DataSpec.of(DataSpec.Kind.TAR, out))) {
            assertThat(crops.size()).isEqualTo(6);
            Sample first = crops.read(0);
            assertThat(first.key()).isEqualTo("00000.tar/0000000000_0.jpg");
            assertThat(first.captions()).containsExactly("one face");
            assertThat(first.image().width()).isEqualTo(64);
            int middle = 3 * (40 * 64 + 32);
            assertThat(first.image().pixels()[middle] & 0xFF)
                    .as("the disc fills the crop")
                    .isGreaterThan(180);
        }
    }

    @Test
    void run_oneFace_keepsOneOfEachPictureWhateverTheThreads() throws Exception {
        PrepareSettings one = new PrepareSettings(0.8, Faces.ONE, 32, true, 64, 95, 3, Output.TAR, 1);

        ShardedRun.Summary<PrepareCounts> summary = run(folder.resolve("one"), one, 1);
        run(folder.resolve("four"), one, 4);

        assertThat(summary.counts().of(Kind.FACES_KEPT)).isEqualTo(4);
        assertThat(summary.counts().of(Kind.FACES_NOT_CHOSEN)).isEqualTo(2);
        assertThat(contents(folder.resolve("four"))).isEqualTo(contents(folder.resolve("one")));
    }

    @Test
    void run_afterAKill_doesWhatIsLeftAndNothingTwice() throws Exception {
        Path whole = folder.resolve("whole");
        run(whole, SETTINGS, 2);
        Path killed = folder.resolve("killed");
        run(killed, SETTINGS, 2);
        // As it looks when the run dies between a shard and its record, and within another shard.
        Files.delete(killed.resolve("units/00001.json"));
        Files.delete(killed.resolve("units/00002.json"));
        Files.delete(killed.resolve("00002.tar"));
        Files.write(killed.resolve("00002.tar.tmp"), new byte[700]);
        Files.delete(killed.resolve("summary.json"));

        ShardedRun.Summary<PrepareCounts> summary = run(killed, SETTINGS, 2);

        assertThat(summary.resumed()).isEqualTo(1);
        Map<String, String> expected = contents(whole);
        Map<String, String> found = contents(killed);
        // The two differ in how much was done before.
        expected.remove("summary.json");
        found.remove("summary.json");
        assertThat(found).isEqualTo(expected);
        assertThat(run(killed, SETTINGS, 2).resumed()).isEqualTo(3);
    }

    @Test
    void run_otherSettings_areRefusedInTheSameFolder() throws Exception {
        Path out = folder.resolve("out");
        run(out, SETTINGS, 1);
        PrepareSettings other = new PrepareSettings(0.5, Faces.EVERY, 32, true, 64, 95, 3, Output.TAR, 1);

        assertThatThrownBy(() -> run(out, other, 1))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("output folder " + out + ": expected the same set and settings as before");
    }

    @Test
    void run_tooSmallOrTooWeak_areCountedSo() throws Exception {
        PrepareSettings large = new PrepareSettings(0.8, Faces.EVERY, 500, false, 64, 95, 100, Output.FOLDER, 1);
        PrepareSettings sure = new PrepareSettings(0.9999, Faces.EVERY, 0, false, 64, 95, 100, Output.FOLDER, 1);

        PrepareCounts small = run(folder.resolve("large"), large, 1).counts();
        PrepareCounts weak = run(folder.resolve("sure"), sure, 1).counts();

        assertThat(small.of(Kind.PICTURES_TOO_SMALL)).isEqualTo(5);
        assertThat(small.of(Kind.FACES_TOO_SMALL)).isEqualTo(7);
        assertThat(weak.of(Kind.PICTURES_LOW_SCORE) + weak.of(Kind.PICTURES_KEPT))
                .isEqualTo(5);
        assertThat(weak.of(Kind.PICTURES_LOW_SCORE)).isPositive();
    }

    @Test
    void run_folderOutput_isReadBackAsAFolder() throws Exception {
        PrepareSettings settings = new PrepareSettings(0.8, Faces.EVERY, 32, false, 64, 95, 100, Output.FOLDER, 1);
        Path out = folder.resolve("out");

        run(out, settings, 1);

        try (SampleSource crops = SampleSources.open(DataSpec.of(DataSpec.Kind.FOLDER, out))) {
            assertThat(crops.size()).isEqualTo(7);
            assertThat(crops.read(1).captions()).containsExactly("two faces");
        }
    }

    @Test
    void run_realPhotos_findsTheirFaces() throws Exception {
        Path photos = TestPictures.shared("photos");
        Path yunet = TestPictures.shared("models/yunet_n_dynamic.onnx");
        PrepareSettings settings = new PrepareSettings(0.7, Faces.EVERY, 16, false, 256, 95, 4, Output.TAR, 1);
        Path out = folder.resolve("photos");

        try (FaceDetector detector = Detectors.yunet(yunet, new DetectorSettings(1024, 0.5, 1, 1));
                SampleSource source = SampleSources.open(DataSpec.of(DataSpec.Kind.FOLDER, photos))) {
            PrepareCounts counts = new FacePreparation(source, detector, settings, out)
                    .run(2, done -> {})
                    .counts();
            assertThat(counts.of(Kind.PICTURES)).isEqualTo(source.size());
            assertThat(counts.of(Kind.FACES_KEPT)).isGreaterThan(80);
        }
        try (SampleSource crops = SampleSources.open(DataSpec.of(DataSpec.Kind.TAR, out))) {
            assertThat(crops.read(0).image().width()).isEqualTo(256);
        }
    }

    private ShardedRun.Summary<PrepareCounts> run(Path out, PrepareSettings settings, int threads) throws Exception {
        try (FaceDetector detector = Detectors.yunet(model, DetectorSettings.DEFAULT);
                SampleSource source = SampleSources.open(DataSpec.of(DataSpec.Kind.FOLDER, pictures))) {
            return new FacePreparation(source, detector, settings, out).run(threads, done -> {});
        }
    }

    /** Every file below a folder, as text of its bytes. */
    private static Map<String, String> contents(Path folder) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> paths = Files.walk(folder)) {
            files = paths.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            contents.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    /** Magenta discs of 80 px on grey, one beside the other. */
    private static byte[] discs(int count) {
        int width = 320;
        int height = 160;
        RgbImage image = TestPictures.flat(width, height, 40, 40, 40);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int disc = 0; disc < count; disc++) {
                    if (Math.hypot(x + 0.5 - 83 - 151 * disc, y + 0.5 - 79) < 40) {
                        int at = 3 * (y * width + x);
                        image.pixels()[at] = (byte) 230;
                        image.pixels()[at + 1] = 30;
                        image.pixels()[at + 2] = (byte) 200;
                    }
                }
            }
        }
        return ImageEncoder.png(image);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
