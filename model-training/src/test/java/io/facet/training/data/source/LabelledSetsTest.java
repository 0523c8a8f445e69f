package io.facet.training.data.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.ClassMap;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.DataSpec.Split;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelledSetsTest {
    @TempDir
    private Path folder;

    @Test
    void read_utkFace_hasAgeGenderAndRace() throws Exception {
        try (SampleSource source = open(Kind.UTKFACE, "UTKFace/31_1_2_20170109.jpg.chip.png")) {
            assertThat(source.read(0).labels())
                    .containsOnly(
                            Map.entry(FaceLabels.AGE, 31.0),
                            Map.entry(FaceLabels.GENDER, 1.0),
                            Map.entry(FaceLabels.RACE, 2.0));
        }
    }

    @Test
    void read_utkFaceOutOfRange_isUnreadableByName() {
        try (SampleSource source = open(
                Kind.UTKFACE, "U/999_0_0_1.png", "U/30_3_0_1.png", "U/61_1_20170109142408075.png", "U/x_1_1_1.png")) {
            String[] reasons = {
                "faces.tar/U/999_0_0_1.png: expected age in 0 to 122, found 999",
                "faces.tar/U/30_3_0_1.png: expected gender in 0 to 1, found 3",
                "faces.tar/U/61_1_20170109142408075.png: expected a name like age_gender_race_time.jpg",
                "faces.tar/U/x_1_1_1.png: expected age in 0 to 122, found x"
            };
            for (int i = 0; i < reasons.length; i++) {
                int index = i;
                assertThatThrownBy(() -> source.read(index))
                        .isInstanceOf(UnreadableSampleException.class)
                        .hasMessage(reasons[i]);
            }
        }
    }

    @Test
    void read_fer2013_hasTheExpressionOfItsFolder() throws Exception {
        try (SampleSource source = open(Kind.FER2013, "fer2013/happy/1.png", "fer2013/bored/2.png")) {
            assertThat(source.read(0).labels()).containsOnly(Map.entry(FaceLabels.EXPRESSION, 3.0));
            assertThatThrownBy(() -> source.read(1)).hasMessageEndingWith("found bored");
        }
    }

    @Test
    void read_lfw_numbersPeopleByName() throws Exception {
        try (SampleSource source =
                open(Kind.LFW, "lfw/Zoe/Zoe_0001.png", "lfw/Ada/Ada_0001.png", "lfw/Zoe/Zoe_0002.png")) {
            assertThat(source.read(0).labels()).containsOnly(Map.entry(FaceLabels.IDENTITY, 1.0));
            assertThat(source.read(1).labels()).containsOnly(Map.entry(FaceLabels.IDENTITY, 0.0));
            assertThat(source.read(2).labels()).containsOnly(Map.entry(FaceLabels.IDENTITY, 1.0));
        }
    }

    @Test
    void read_celebaMask_hasWornItemsOfItsMask() throws Exception {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("C/images/a.png", TestPictures.numbered(1));
        members.put("C/masks/a.png", mask(3, 14, 13));
        members.put("C/images/b.png", TestPictures.numbered(2));
        members.put("C/images/c.png", TestPictures.numbered(3));
        members.put("C/masks/c.png", mask(200));
        Path tar = TestPictures.tar(folder.resolve("faces.tar"), members);

        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.CELEBAMASK, tar))) {
            Sample sample = source.read(0);
            assertThat(source.size()).isEqualTo(3);
            assertThat(sample.labels())
                    .containsEntry(FaceLabels.EYEGLASSES, 1.0)
                    .containsEntry(FaceLabels.HAT, 1.0)
                    .containsEntry(FaceLabels.EARRINGS, 0.0)
                    .containsEntry(FaceLabels.NECKLACE, 0.0)
                    .containsEntry(FaceLabels.HAIR, 1.0 / 16);
            assertThatThrownBy(() -> source.read(1))
                    .hasMessageEndingWith("expected a mask in C/masks/b.png, found none");
            assertThatThrownBy(() -> source.read(2)).hasMessageEndingWith("expected mask classes 0 to 18, found 200");
        }
    }

    @Test
    void open_sharedSets_readsEachWithItsLabels() throws Exception {
        expect("utkface-train.tar", Kind.UTKFACE, 10_000, FaceLabels.AGE);
        expect("celebamask-train.tar", Kind.CELEBAMASK, 800, FaceLabels.EYEGLASSES);
        expect("fer2013-train.tar", Kind.FER2013, 11_505, FaceLabels.EXPRESSION);
        expect("lfw-train.tar", Kind.LFW, 2_000, FaceLabels.IDENTITY);
        Path celebrities = TestPictures.shared("data/celebamask-train.tar");
        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.CELEBAMASK, celebrities))) {
            int glasses = 0;
            for (int i = 0; i < 200; i++) {
                glasses += source.read(i).labels().get(FaceLabels.EYEGLASSES);
            }
            assertThat(glasses).as("few of the set wear glasses").isBetween(2, 40);
        }
        Path points = TestPictures.shared("data/300w-train.tar");
        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.W300, points))) {
            assertThat(source.size()).isEqualTo(1_207);
            assertThat(source.read(0).labels()).isEmpty();
            assertThat(source.read(0).targets().landmarks()).hasSize(136);
        }
    }

    @Test
    void read_celebaMask_hasItsMaskInItsOwnResolution() throws Exception {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("C/images/a.png", ImageEncoder.png(TestPictures.gradient(8, 8)));
        members.put("C/masks/a.png", mask(3, 255));

        try (SampleSource source = open(Kind.CELEBAMASK, members)) {
            Sample sample = source.read(0);
            ClassMap mask = sample.targets().mask();
            assertThat(mask.side()).isEqualTo(4);
            assertThat(mask.labels()).isEqualTo(19);
            assertThat(mask.at(0, 0)).isEqualTo(3);
            assertThat(mask.classes()[1]).isEqualTo(ClassMap.UNKNOWN);
            assertThat(sample.labels()).containsEntry(FaceLabels.EYEGLASSES, 1.0);
        }
    }

    @Test
    void read_w300_countsPointsFromTheEdgeOfTheFirstPixel() throws Exception {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("300W/afw/1.png", TestPictures.numbered(1));
        members.put("300W/afw/1.pts", points(68, "1.0 2.25"));
        members.put("300W/afw/2.png", TestPictures.numbered(2));
        members.put("300W/afw/3.png", TestPictures.numbered(3));
        members.put("300W/afw/3.pts", points(67, "1 1"));
        members.put("300W/afw/4.png", TestPictures.numbered(4));
        members.put("300W/afw/4.pts", points(68, "1 y"));

        try (SampleSource source = open(Kind.W300, members)) {
            assertThat(source.size()).isEqualTo(4);
            assertThat(source.read(0).targets().landmarks()).hasSize(136).startsWith(0.5f, 1.75f);
            assertThatThrownBy(() -> source.read(1))
                    .hasMessage("faces.tar/300W/afw/2.png: expected its points in 300W/afw/2.pts, found none");
            assertThatThrownBy(() -> source.read(2))
                    .hasMessage("faces.tar/300W/afw/3.pts: expected {, 68 lines of x and y, }, found 134 numbers");
            assertThatThrownBy(() -> source.read(3))
                    .hasMessage("faces.tar/300W/afw/4.pts: expected a number for landmarks, found y");
        }
    }

    @Test
    void split_lfw_neverDividesAPerson() {
        String[] names = new String[40];
        for (int i = 0; i < names.length; i++) {
            names[i] = "lfw/P%d/P%d_%d.png".formatted(i % 10, i % 10, i);
        }
        open(Kind.LFW, names).close();
        DataSpec set = new DataSpec(
                Kind.LFW, folder.resolve("faces.tar"), null, null, null, null, Split.HELD_OUT, 0.4, 1L, null);
        try (SampleSource heldOut = SampleSources.open(set)) {
            Map<String, Integer> photos = new HashMap<>();
            for (int i = 0; i < heldOut.size(); i++) {
                photos.merge(heldOut.group(i), 1, Integer::sum);
            }
            assertThat(photos.keySet()).allMatch(person -> person.matches("P\\d"));
            assertThat(photos.values()).hasSizeBetween(1, 9).allMatch(count -> count == 4);
        }
    }

    private static byte[] points(int count, String line) {
        return ("version: 1\nn_points: 68\n{\n" + (line + "\n").repeat(count) + "}\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private SampleSource open(Kind kind, Map<String, byte[]> members) {
        return SampleSources.open(DataSpec.of(kind, TestPictures.tar(folder.resolve("faces.tar"), members)));
    }

    private static void expect(String file, Kind kind, int size, String label) throws UnreadableSampleException {
        Path tar = TestPictures.shared("data/" + file);
        try (SampleSource source = SampleSources.open(DataSpec.of(kind, tar))) {
            assertThat(source.size()).isEqualTo(size);
            for (int i = 0; i < size; i += size / 20) {
                assertThat(source.read(i).labels()).containsKey(label);
            }
        }
    }

    private SampleSource open(Kind kind, String... names) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (String name : names) {
            members.put(name, TestPictures.numbered(1));
        }
        return open(kind, members);
    }

    /** A mask of 4x4 pixels of background, and one of each class given. */
    private static byte[] mask(int... classes) {
        byte[] pixels = new byte[3 * 16];
        for (int i = 0; i < classes.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                pixels[3 * i + channel] = (byte) classes[i];
            }
        }
        return ImageEncoder.png(new RgbImage(4, 4, pixels));
    }
}
