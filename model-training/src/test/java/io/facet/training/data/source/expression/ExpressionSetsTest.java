package io.facet.training.data.source.expression;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ExpressionSetsTest {
    private static final String VOTES =
            "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n";

    @TempDir
    private Path folder;

    @Test
    void open_rafDb_renumbersExpressions() throws Exception {
        SetFixture.pictures(
                folder,
                "basic/Image/aligned/train_00001_aligned.jpg",
                "basic/Image/aligned/train_00002_aligned.jpg",
                "basic/Image/original/test_0001.jpg");
        SetFixture.text(
                folder,
                "basic/EmoLabel/list_patition_label.txt",
                "train_00001.jpg 1\ntrain_00002.jpg 6\ntrain_00003.jpg 8\ntest_0001.jpg 7\n");

        try (SampleSource source = SetFixture.open(Kind.RAFDB, folder, "train")) {
            assertThat(source.size()).isEqualTo(3);
            assertThat(expression(source, 0)).isEqualTo("surprise");
            assertThat(expression(source, 1)).isEqualTo("angry");
            assertThatThrownBy(() -> source.read(2))
                    .hasMessage("train_00003.jpg: expected expression in 1 to 7, found 8");
        }
        try (SampleSource source = SetFixture.open(Kind.RAFDB, folder, "test")) {
            assertThat(expression(source, 0)).isEqualTo("neutral");
        }
    }

    @Test
    void open_fer2013Table_readsPixelsAndUsage() throws Exception {
        SetFixture.text(
                folder,
                "fer2013.csv",
                "emotion,pixels,Usage\n"
                        + "4," + pixels(7) + ",Training\n"
                        + "6," + pixels(8) + ",PrivateTest\n"
                        + "0,1 2 3,Training\n");

        try (SampleSource source = SetFixture.open(Kind.FER2013, folder, "train")) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(expression(source, 0)).isEqualTo("sad");
            assertThat(source.read(0).image().pixels()).hasSize(3 * 48 * 48).containsOnly(7);
            assertThatThrownBy(() -> source.read(1))
                    .hasMessage("fer2013.csv#3: expected 2304 pixels in 0 to 255, found others");
        }
        try (SampleSource source = SetFixture.open(Kind.FER2013, folder, "test")) {
            assertThat(source.key(0)).isEqualTo("fer2013.csv#2");
            assertThat(expression(source, 0)).isEqualTo("neutral");
        }
    }

    @Test
    void open_ferPlus_keepsMajoritiesAndTheirVotes() throws Exception {
        SetFixture.text(
                folder,
                "fer2013.csv",
                "emotion,pixels,Usage\n"
                        + ("0," + pixels(1) + ",Training\n").repeat(5)
                        + "0," + pixels(2) + ",PublicTest\n");
        SetFixture.text(
                folder,
                "fer2013new.csv",
                VOTES
                        + "Training,fer0000000.png,2,6,0,1,0,0,0,0,1,0\n" // happy: 6 of 8 that count
                        + "Training,fer0000001.png,5,5,0,0,0,0,0,0,0,0\n" // no majority
                        + "Training,fer0000002.png,0,0,0,0,0,0,0,9,1,0\n" // contempt
                        + "Training,,0,0,0,0,0,0,0,0,0,10\n" // no face
                        + "Training,fer0000004.png,0,0,0,0,0,0,0,0,8,2\n" // unknown
                        + "PublicTest,fer0000005.png,0,0,10,0,0,0,0,0,0,0\n");

        try (SampleSource source = SetFixture.open(Kind.FERPLUS, folder, "train")) {
            assertThat(source.size()).isEqualTo(1);
            Sample sample = source.read(0);
            assertThat(expression(source, 0)).isEqualTo("happy");
            float[] votes = sample.targets().vectors().get(FerPlus.VOTES);
            assertThat(votes[3]).isCloseTo(0.75f, within(1e-6f));
            assertThat(votes[4]).isCloseTo(0.25f, within(1e-6f));
        }
        try (SampleSource source = SetFixture.open(Kind.FERPLUS, folder, "train-8")) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(source.read(1).labels()).containsOnly(Map.entry(FaceLabels.EXPRESSION_8, 7.0));
        }
        try (SampleSource source = SetFixture.open(Kind.FERPLUS, folder, "val")) {
            assertThat(expression(source, 0)).isEqualTo("surprise");
            assertThat(source.read(0).image().pixels()).containsOnly(2);
        }
    }

    @Test
    void open_ferPlusFolders_findsPicturesByName() throws Exception {
        SetFixture.pictures(folder, "FER2013Test/fer0000000.png");
        SetFixture.text(folder, "fer2013new.csv", VOTES + "PrivateTest,fer0000000.png,0,0,0,0,9,0,0,0,1,0\n");

        try (SampleSource source = SetFixture.open(Kind.FERPLUS, folder, "test")) {
            assertThat(source.key(0)).isEqualTo("FER2013Test/fer0000000.png");
            assertThat(expression(source, 0)).isEqualTo("angry");
        }
    }

    @Test
    void open_affectNetTables_leavesContemptOutUnlessAskedFor() throws Exception {
        String landmarks = IntStream.range(0, 136).mapToObj(String::valueOf).collect(Collectors.joining(";"));
        SetFixture.pictures(
                folder,
                "Manually_Annotated_Images/1/a.jpg",
                "Manually_Annotated_Images/1/b.jpg",
                "Manually_Annotated_Images/1/c.jpg");
        SetFixture.text(
                folder,
                "training.csv",
                "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n"
                        + "1/a.jpg,1,2,30,40," + landmarks + ",6,-0.5,0.25\n"
                        + "1/b.jpg,1,2,30,40," + landmarks + ",7,0.1,0.2\n"
                        + "1/c.jpg,1,2,30,40," + landmarks + ",9,-2,-2\n");
        // Published without names of columns.
        SetFixture.text(folder, "validation.csv", "1/c.jpg,1,2,30,40," + landmarks + ",0,0,0\n");

        try (SampleSource source = SetFixture.open(Kind.AFFECTNET, folder, null)) {
            assertThat(source.size()).isEqualTo(1);
            Sample sample = source.read(0);
            assertThat(expression(source, 0)).isEqualTo("angry");
            assertThat(sample.targets().landmarks()).hasSize(136).startsWith(0.5f, 1.5f);
            assertThat(sample.targets().vectors().get(AffectNet.VALENCE_AROUSAL))
                    .containsExactly(-0.5f, 0.25f);
            assertThat(sample.targets().vectors().get(Points.BOX)).containsExactly(1, 2, 30, 40);
        }
        try (SampleSource source = SetFixture.open(Kind.AFFECTNET, folder, "train-8")) {
            assertThat(source.read(0).labels()).containsOnly(Map.entry(FaceLabels.EXPRESSION_8, 0.0));
            assertThat(source.read(1).labels()).containsOnly(Map.entry(FaceLabels.EXPRESSION_8, 7.0));
            assertThat(source.size()).isEqualTo(2);
        }
        try (SampleSource source = SetFixture.open(Kind.AFFECTNET, folder, "val")) {
            assertThat(expression(source, 0)).isEqualTo("neutral");
        }
    }

    @Test
    void open_affectNetArrays_readsTheSame() throws Exception {
        affectNet("0", "1");
        affectNet("1", "7");
        affectNet("2", "x");

        try (SampleSource source = SetFixture.open(Kind.AFFECTNET, folder, null)) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(expression(source, 0)).isEqualTo("happy");
            assertThat(source.read(0).targets().landmarks()).hasSize(136).startsWith(3.5f, 3.5f);
            assertThat(source.read(0).targets().vectors().get(AffectNet.VALENCE_AROUSAL))
                    .containsExactly(-0.25f, 0.5f);
            assertThatThrownBy(() -> source.read(1))
                    .isInstanceOf(UnreadableSampleException.class)
                    .hasMessageContaining("2_exp.npy: expected a number for a value, found x");
        }
        assertThat(SetFixture.keys(Kind.AFFECTNET, folder, "train-8")).hasSize(3);
    }

    @Test
    void read_pickledArray_isRefused() throws Exception {
        affectNet("0", "1");
        TestPictures.write(
                folder, Map.of("train_set/annotations/0_lnd.npy", npy("{'descr': '|O', 'shape': ()}", new byte[20])));

        try (SampleSource source = SetFixture.open(Kind.AFFECTNET, folder, null)) {
            assertThatThrownBy(() -> source.read(0)).hasMessageContaining("expected little-endian numbers or text");
        }
    }

    private void affectNet(String name, String expression) {
        SetFixture.pictures(folder, "train_set/images/" + name + ".jpg");
        String files = "train_set/annotations/" + name;
        ByteBuffer landmarks = ByteBuffer.allocate(136 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 136; i++) {
            landmarks.putDouble(3);
        }
        TestPictures.write(
                folder,
                Map.of(
                        files + "_exp.npy",
                        npy("{'descr': '<U1', 'fortran_order': False, 'shape': (), }", wide(expression)),
                        files + "_val.npy",
                        npy("{'descr': '<U5', 'fortran_order': False, 'shape': (), }", wide("-0.25")),
                        files + "_aro.npy",
                        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", number(0.5f)),
                        files + "_lnd.npy",
                        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (68, 2), }", landmarks.array())));
    }

    private static byte[] number(float value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    private static byte[] wide(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * text.length()).order(ByteOrder.LITTLE_ENDIAN);
        text.chars().forEach(bytes::putInt);
        return bytes.array();
    }

    private static byte[] npy(String header, byte[] data) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) (header.length() + 1), 0});
        file.writeBytes((header + "\n").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(data);
        return file.toByteArray();
    }

    private static String pixels(int value) {
        return (value + " ").repeat(48 * 48).strip();
    }

    private static String expression(SampleSource source, int index) throws UnreadableSampleException {
        Map<String, Double> labels = source.read(index).labels();
        assertThat(labels).containsOnlyKeys(FaceLabels.EXPRESSION);
        return FaceLabels.EXPRESSIONS.get(labels.get(FaceLabels.EXPRESSION).intValue());
    }
}
