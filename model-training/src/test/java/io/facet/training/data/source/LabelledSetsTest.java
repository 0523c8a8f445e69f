package io.facet.training.data.source;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
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
                    .hasMessageEndingWith("expected a mask of the same name, found none");
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
        }
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
        return SampleSources.open(DataSpec.of(kind, TestPictures.tar(folder.resolve("faces.tar"), members)));
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
