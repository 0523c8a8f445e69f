package io.facet.jobs.analysis;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.imageio.ImageIO;

import org.apache.kafka.clients.producer.ProducerRecord;

import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.segment.SegmentParts;
import io.facet.connectors.testing.TestVideo;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;
import io.facet.domain.video.SegmentHeader.Container;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes one segment of each kind that has to be refused. */
final class BadSegments {
    private static final int TS_PACKET = 188;
    private static final int TS_VIDEO = 256;

    private final String topic;
    private final String stream;
    private final Path folder;

    /**
     * What is published in place of one good segment.
     *
     * @param name for messages
     * @param refusal how each of the records has to be refused
     * @param records in the order they are to be published
     */
    record Bad(String name, Refusal refusal, List<ProducerRecord<byte[], byte[]>> records) {}

    BadSegments(String topic, String stream, Path folder) {
        this.topic = topic;
        this.stream = stream;
        this.folder = folder;
    }

    /** All of them, made of a good segment where they are a damaged one. Sequence numbers count on from {@code first}. */
    List<Bad> all(Segment good, long first) throws IOException {
        List<Bad> all = new ArrayList<>();
        all.add(of("200 flipped bytes", Refusal.DECODE_ERROR, withPayload(good, flipped(good.payload()))));
        all.add(new Bad(
                "a wrong checksum",
                Refusal.CHECKSUM_MISMATCH,
                List.of(changed(good, SegmentHeaders.CRC32C, "00000bad"))));
        all.add(of("a 16000x16000 frame", Refusal.LIMIT_EXCEEDED, hugeFrame()));
        all.add(of("a 16000x16000 frame whose header lies", Refusal.LIMIT_EXCEEDED, sized(hugeFrame(), 320, 256)));
        all.add(of("no frames", Refusal.NO_FRAMES, withPayload(good, withoutPictures(good.payload()))));
        all.add(of("only audio", Refusal.UNREADABLE_CONTAINER, audioOnly()));
        all.add(of("garbage", Refusal.UNREADABLE_CONTAINER, withPayload(good, garbage())));
        all.add(new Bad("no value", Refusal.UNREADABLE_CONTAINER, List.of(withoutValue(good))));
        all.add(new Bad("no headers", Refusal.MALFORMED_HEADER, List.of(withoutHeaders(good))));
        all.add(new Bad("no checksum", Refusal.MALFORMED_HEADER, List.of(changed(good, SegmentHeaders.CRC32C, null))));
        all.add(new Bad(
                "a codec nobody allowed",
                Refusal.UNSUPPORTED_CODEC,
                List.of(changed(good, SegmentHeaders.CODEC, "cinepak"))));
        all.add(new Bad(
                "an unknown schema version",
                Refusal.UNKNOWN_SCHEMA_VERSION,
                List.of(changed(good, SegmentHeaders.SCHEMA_VERSION, "99"))));
        all.add(new Bad("a missing part", Refusal.INCOMPLETE_PARTS, withoutItsSecondPart(good)));
        List<Bad> numbered = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            numbered.add(numbered(all.get(i), first + i));
        }
        return numbered;
    }

    /** A good segment's records. */
    List<ProducerRecord<byte[], byte[]>> good(Segment segment) {
        return List.of(SegmentHeaders.toRecord(topic, segment));
    }

    private Bad of(String name, Refusal refusal, Segment segment) {
        return new Bad(name, refusal, List.of(SegmentHeaders.toRecord(topic, segment)));
    }

    /** Two segments of one sequence number would be counted as one, which is right for parts only. */
    private static Bad numbered(Bad bad, long sequence) {
        for (ProducerRecord<byte[], byte[]> record : bad.records()) {
            if (record.headers().lastHeader(SegmentHeaders.SEQUENCE) != null) {
                record.headers().remove(SegmentHeaders.SEQUENCE);
                record.headers()
                        .add(SegmentHeaders.SEQUENCE, Long.toString(sequence).getBytes(UTF_8));
            }
        }
        return bad;
    }

    private static byte[] flipped(byte[] payload) {
        return TestVideo.flipped(payload, 200, payload.length / 3, 7);
    }

    private static byte[] garbage() {
        byte[] garbage = new byte[10_000];
        Arrays.fill(garbage, (byte) 0x5a);
        return garbage;
    }

    /** One bit a pixel: the file is small, as that of an attacker would be. */
    private Segment hugeFrame() throws IOException {
        Path file = folder.resolve("huge.png");
        if (!Files.exists(file)) {
            ImageIO.write(new BufferedImage(16_000, 16_000, BufferedImage.TYPE_BYTE_BINARY), "png", file.toFile());
        }
        return segments(file).get(0);
    }

    /** Leaves the tables of a transport stream and takes out the packets of its video. */
    private static byte[] withoutPictures(byte[] transportStream) {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        for (int at = 0; at < transportStream.length; at += TS_PACKET) {
            int id = (transportStream[at + 1] & 0x1f) << 8 | transportStream[at + 2] & 0xff;
            if (id != TS_VIDEO) {
                tables.write(transportStream, at, TS_PACKET);
            }
        }
        return tables.toByteArray();
    }

    private Segment audioOnly() throws IOException {
        return matroska("h264", Files.readAllBytes(TestVideo.audioOnly(folder.resolve("audio.mkv"))));
    }

    private Segment matroska(String codec, byte[] payload) {
        SegmentHeader header = new SegmentHeader(
                stream,
                0,
                Container.MATROSKA,
                codec,
                320,
                256,
                0,
                1_000_000,
                0,
                0,
                1,
                SegmentHeaders.crc32c(payload),
                1);
        return new Segment(header, payload);
    }

    private ProducerRecord<byte[], byte[]> withoutValue(Segment good) {
        ProducerRecord<byte[], byte[]> empty = SegmentHeaders.toRecord(topic, withPayload(good, new byte[0]));
        return new ProducerRecord<>(topic, null, empty.key(), null, empty.headers());
    }

    private ProducerRecord<byte[], byte[]> withoutHeaders(Segment good) {
        return new ProducerRecord<>(topic, stream.getBytes(UTF_8), good.payload());
    }

    private ProducerRecord<byte[], byte[]> changed(Segment good, String header, String value) {
        ProducerRecord<byte[], byte[]> record = SegmentHeaders.toRecord(topic, good);
        record.headers().remove(header);
        if (value != null) {
            record.headers().add(header, value.getBytes(UTF_8));
        }
        return record;
    }

    private List<ProducerRecord<byte[], byte[]>> withoutItsSecondPart(Segment good) {
        List<Segment> parts = SegmentParts.split(good, good.payload().length / 3 + 1);
        return List.of(SegmentHeaders.toRecord(topic, parts.get(0)), SegmentHeaders.toRecord(topic, parts.get(2)));
    }

    /** Cuts a file into segments of this stream. */
    List<Segment> segments(Path file) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile(stream, file))) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                segments.add(next.get());
            }
        }
        return segments;
    }

    private static Segment withPayload(Segment segment, byte[] payload) {
        SegmentHeader h = segment.header();
        return new Segment(header(h, h.width(), h.height(), SegmentHeaders.crc32c(payload)), payload);
    }

    private static Segment sized(Segment segment, int width, int height) {
        return new Segment(
                header(segment.header(), width, height, segment.header().payloadCrc32c()), segment.payload());
    }

    private static SegmentHeader header(SegmentHeader h, int width, int height, int crc32c) {
        return new SegmentHeader(
                h.stream(),
                h.sequence(),
                h.container(),
                h.codec(),
                width,
                height,
                h.firstPtsUs(),
                h.durationUs(),
                h.captureTimeUs(),
                0,
                1,
                crc32c,
                h.schemaVersion());
    }
}
