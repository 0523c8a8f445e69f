package io.facet.training.data.source.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.source.SetFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Ms1mV3Test {
    private static final byte[] MAGIC = {0x0A, 0x23, (byte) 0xD7, (byte) 0xCE};

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final StringBuilder index = new StringBuilder();

    @BeforeEach
    void writeRecords() throws Exception {
        add(0, image(2, new float[] {4, 6}, new byte[0]));
        add(1, image(0, new float[] {0}, TestPictures.numbered(11)));
        add(2, image(2, new float[] {1, 0}, TestPictures.numbered(22)));
        add(3, image(0, new float[] {1}, new byte[] {1, 2, 3}));
        add(4, image(2, new float[] {1, 2}, new byte[0]));
        add(5, image(2, new float[] {2, 4}, new byte[0]));
        save();
    }

    @Test
    void open_records_hasPicturesAndPeople() throws Exception {
        try (SampleSource source = SetFixture.open(Kind.MS1MV3, folder, null)) {
            assertThat(source.size()).as("records of people are no pictures").isEqualTo(3);
            assertThat(source.key(0)).isEqualTo("train.rec#1");
            assertThat(TestPictures.number(source.read(0).image())).isEqualTo(11);
            assertThat(source.read(0).labels()).containsOnly(Map.entry(FaceLabels.IDENTITY, 0.0));
            assertThat(TestPictures.number(source.read(1).image())).isEqualTo(22);
            assertThat(source.read(1).labels()).containsOnly(Map.entry(FaceLabels.IDENTITY, 1.0));
            assertThatThrownBy(() -> source.read(2)).hasMessageStartingWith("train.rec#3: expected a JPEG");
            assertThat(source.fingerprint()).isEqualTo(source.fingerprint()).hasSize(64);
        }
    }

    @Test
    void read_recordCutAtTheMagicNumber_isPutTogether() throws Exception {
        byte[] picture = TestPictures.numbered(33);
        byte[] whole = image(0, new float[] {7}, concat(picture, MAGIC, new byte[] {1, 2, 3, 4}));
        int cut = whole.length - 8;
        index.append(6).append('\t').append(records.size()).append('\n');
        part(1, Arrays.copyOf(whole, cut));
        part(3, Arrays.copyOfRange(whole, cut + 4, whole.length));
        save();

        try (RecordFile file = RecordFile.open(folder.resolve("train.rec"))) {
            long offset = Long.parseLong(index.toString().strip().replaceAll("(?s).*\t", ""));
            assertThat(file.read(offset)).isEqualTo(whole);
        }
    }

    @Test
    void read_damagedRecord_isUnreadableByName() throws Exception {
        byte[] bytes = records.toByteArray();
        Files.write(folder.resolve("train.rec"), Arrays.copyOf(bytes, 200));

        try (SampleSource source = SetFixture.open(Kind.MS1MV3, folder, null)) {
            assertThatThrownBy(() -> source.read(1)).hasMessageStartingWith("train.rec#2: cannot be read: expected");
        }
    }

    @Test
    void open_missingOrDamagedIndex_isNamed() throws Exception {
        Files.writeString(folder.resolve("train.idx"), "0\t0\nnonsense\n");
        assertThatThrownBy(() -> SetFixture.open(Kind.MS1MV3, folder, null))
                .isInstanceOf(UserError.class)
                .hasMessage(folder + "/train.idx, line 2: expected a number, a tab and an offset, found nonsense");
        Files.delete(folder.resolve("train.idx"));
        assertThatThrownBy(() -> SetFixture.open(Kind.MS1MV3, folder, null))
                .hasMessage("data set: expected " + folder
                        + "/train.idx with number and offset of each record, found none");
    }

    private void save() throws Exception {
        Files.write(folder.resolve("train.rec"), records.toByteArray());
        Files.writeString(folder.resolve("train.idx"), index);
    }

    private void add(int number, byte[] data) {
        index.append(number).append('\t').append(records.size()).append('\n');
        part(0, data);
    }

    private void part(int flag, byte[] data) {
        ByteBuffer part = ByteBuffer.allocate(8 + (data.length + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
        part.putInt(0xCED7230A).putInt(flag << 29 | data.length).put(data);
        records.writeBytes(part.array());
    }

    private static byte[] image(int flag, float[] labels, byte[] picture) {
        ByteBuffer header = ByteBuffer.allocate(24 + 4 * flag).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(flag).putFloat(flag == 0 ? labels[0] : 0).putLong(0).putLong(0);
        for (int i = 0; i < flag; i++) {
            header.putFloat(labels[i]);
        }
        return concat(header.array(), picture);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
