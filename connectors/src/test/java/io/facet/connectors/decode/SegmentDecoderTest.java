package io.facet.connectors.decode;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.domain.video.Frame;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;
import io.facet.domain.video.SegmentHeader.Container;
import io.facet.domain.video.YuvImage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SegmentDecoderTest {
    private static final FrameSampling ALL = new FrameSampling.All();

    private final SegmentDecoder decoder = new SegmentDecoder(DecodeLimits.DEFAULT);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void decode_ofH264_givesTheColoursThatWereDrawn() throws Exception {
        TestVideo video = TestVideo.of(5, 2);
        List<Frame> frames = new ArrayList<>();

        DecodeCounts counts = decoder.decode(first(video, Format.H264_MP4), ALL, frames::add);

        assertThat(counts).isEqualTo(new DecodeCounts(5, 5));
        YuvImage image = frames.get(4).image();
        TestVideo.Face face = video.faces(4).get(1);
        assertThat(image.matrix()).isEqualTo(YuvImage.Matrix.BT601);
        assertThat(image.fullRange()).isFalse();
        // rgb(230, 30, 200) and rgb(40, 40, 40) in BT.601, limited range
        assertSample(image, face.x(), face.y(), 110, 173, 204);
        assertSample(image, 5, 5, 50, 128, 128);
    }

    @Test
    void decode_ofJpegPngAndGif_givesTheColoursThatWereDrawn() throws Exception {
        TestVideo video = TestVideo.of(1, 1);
        TestVideo.Face face = video.faces(0).get(0);
        for (Format format : List.of(Format.JPEG, Format.PNG, Format.GIF)) {
            List<Frame> frames = new ArrayList<>();
            decoder.decode(first(video, format), ALL, frames::add);
            int[] rgb = rgb(frames.get(0).image(), face.x(), face.y());
            // GIF was drawn with 8 bits a pixel: its nearest colours are up to 32 away.
            int tolerance = format == Format.GIF ? 40 : 6;
            assertThat(Math.abs(rgb[0] - 230)).as("%s red", format).isLessThanOrEqualTo(tolerance);
            assertThat(Math.abs(rgb[1] - 30)).as("%s green", format).isLessThanOrEqualTo(tolerance);
            assertThat(Math.abs(rgb[2] - 200)).as("%s blue", format).isLessThanOrEqualTo(tolerance);
        }
    }

    @Test
    void decode_ofOddSize_givesWholeChroma() throws Exception {
        List<Frame> frames = new ArrayList<>();
        decoder.decode(first(TestVideo.of(1, 1).sized(321, 255), Format.PNG), ALL, frames::add);
        YuvImage image = frames.get(0).image();
        assertThat(image.width()).isEqualTo(321);
        assertThat(image.height()).isEqualTo(255);
        assertThat(image.u()).hasSize(161 * 128);
    }

    @Test
    void decode_sampled_choosesTheSameFramesFromAnySegment() throws Exception {
        List<Segment> segments = segments(TestVideo.of(100, 1), Format.H264_MP4);
        assertThat(segments).hasSizeGreaterThan(2);
        for (double rate : new double[] {1, 5, 7.5, 10, 25, 60}) {
            List<Long> chosen = new ArrayList<>();
            for (Segment segment : segments) {
                try (SegmentDecoder fresh = new SegmentDecoder(DecodeLimits.DEFAULT)) {
                    fresh.decode(segment, new FrameSampling.FramesPerSecond(rate), f -> chosen.add(f.ptsUs()));
                }
            }
            List<Long> expected = new ArrayList<>();
            long previous = -1;
            for (long pts = 0; pts < 100 * 40_000; pts += 40_000) {
                long interval = (long) Math.floor((pts + 1_000) * rate / 1e6);
                if (interval != previous) {
                    expected.add(pts);
                }
                previous = interval;
            }
            assertThat(chosen).as("%s fps", rate).isEqualTo(expected);
        }
    }

    @Test
    void decode_numbersFramesAndStampsCaptureTimes() throws Exception {
        Segment second = segments(TestVideo.of(60, 1), Format.MPEG4_MP4).get(1);
        List<Frame> frames = new ArrayList<>();

        decoder.decode(second, new FrameSampling.FramesPerSecond(5), frames::add);

        long start = second.header().captureTimeUs() - second.header().firstPtsUs();
        assertThat(frames).isNotEmpty().allSatisfy(frame -> {
            assertThat(frame.segment()).isEqualTo(1);
            assertThat(frame.captureTimeUs()).isEqualTo(start + frame.ptsUs());
            assertThat(frame.index())
                    .isEqualTo((int) ((frame.ptsUs() - second.header().firstPtsUs()) / 40_000));
        });
    }

    @Test
    void decode_afterAnotherSegment_isAsFromAFreshDecoder() throws Exception {
        List<Segment> segments = segments(TestVideo.of(60, 2), Format.H264_MP4);
        List<Integer> reused = new ArrayList<>();
        List<Integer> fresh = new ArrayList<>();
        decoder.decode(first(TestVideo.of(3, 1).sized(640, 480), Format.MPEG4_MP4), ALL, frame -> {});
        for (Segment segment : segments) {
            decoder.decode(segment, ALL, frame -> reused.add(pixels(frame)));
            try (SegmentDecoder other = new SegmentDecoder(DecodeLimits.DEFAULT)) {
                other.decode(segment, ALL, frame -> fresh.add(pixels(frame)));
            }
        }
        assertThat(reused).hasSize(60).isEqualTo(fresh);
    }

    private static int pixels(Frame frame) {
        YuvImage image = frame.image();
        return Arrays.hashCode(new int[] {
            Arrays.hashCode(image.y()), Arrays.hashCode(image.u()), Arrays.hashCode(image.v()), (int) frame.ptsUs()
        });
    }

    @Test
    void decode_withWrongChecksum_isRefused() throws Exception {
        Segment segment = first(TestVideo.of(5, 1), Format.H264_MP4);
        byte[] flipped = TestVideo.flipped(segment.payload(), 1, 0, 1);

        SegmentRefusedException refused = refusal(new Segment(segment.header(), flipped));

        assertThat(refused.refusal()).isEqualTo(Refusal.CHECKSUM_MISMATCH);
        assertThat(refused)
                .hasMessage("expected CRC-32C %08x, found %08x over %d bytes"
                        .formatted(segment.header().payloadCrc32c(), SegmentHeaders.crc32c(flipped), flipped.length));
    }

    @Test
    void decode_ofFlippedBytes_isRefusedWithTheFramesThatWereDelivered() throws Exception {
        for (Format format : List.of(Format.H264_MP4, Format.MPEG4_MP4, Format.MJPEG_AVI)) {
            Segment segment = first(TestVideo.of(30, 2), format);
            int spared = segment.payload().length / 3;
            Segment damaged = withPayload(segment, TestVideo.flipped(segment.payload(), 200, spared, 7));
            List<Frame> delivered = new ArrayList<>();

            SegmentRefusedException refused = catchThrowableOfType(
                    SegmentRefusedException.class, () -> decoder.decode(damaged, ALL, delivered::add));

            assertThat(refused).as("%s", format).isNotNull();
            assertThat(refused.refusal()).as("%s", format).isEqualTo(Refusal.DECODE_ERROR);
            assertThat(refused.framesDecoded())
                    .as("%s", format)
                    .isEqualTo(delivered.size())
                    .isLessThan(30);
            assertThat(refused).hasMessageContaining("%d frames were delivered".formatted(delivered.size()));
        }
    }

    @Test
    void decode_ofGarbage_isAnUnreadableContainer() {
        byte[] garbage = new byte[10_000];
        Arrays.fill(garbage, (byte) 0x5a);
        for (Container container : Container.values()) {
            SegmentRefusedException refused = refusal(new Segment(header(container, "h264", garbage), garbage));
            assertThat(refused.refusal()).isEqualTo(Refusal.UNREADABLE_CONTAINER);
        }
    }

    @Test
    void decode_ofEmptyPayload_isAnUnreadableContainer() {
        for (Container container : Container.values()) {
            SegmentRefusedException refused = refusal(new Segment(header(container, "h264", new byte[0]), new byte[0]));
            assertThat(refused.refusal()).isEqualTo(Refusal.UNREADABLE_CONTAINER);
        }
    }

    @Test
    void decode_ofAudioOnly_saysWhatItFound() throws Exception {
        byte[] audio = Files.readAllBytes(TestVideo.audioOnly(folder.resolve("audio.mkv")));

        SegmentRefusedException refused = refusal(new Segment(header(Container.MATROSKA, "h264", audio), audio));

        assertThat(refused.refusal()).isEqualTo(Refusal.UNREADABLE_CONTAINER);
        assertThat(refused).hasMessage("expected a video stream in the matroska payload, found only pcm_s16le");
    }

    @Test
    void decode_ofSegmentWithoutFrames_isRefused() throws Exception {
        byte[] tables =
                withoutPictures(first(TestVideo.of(5, 1), Format.H264_MP4).payload());

        SegmentRefusedException refused = refusal(new Segment(header(Container.MPEGTS, "h264", tables), tables));

        assertThat(refused.refusal()).isEqualTo(Refusal.NO_FRAMES);
        assertThat(refused).hasMessage("expected at least one frame, found a h264 stream without any");
    }

    @Test
    void decode_ofHugeFrame_isRefusedBeforeDecoding() throws Exception {
        Segment honest = withSize(first(TestVideo.of(1, 1), Format.PNG), 16_000, 16_000);
        assertThat(refusal(honest).refusal()).isEqualTo(Refusal.LIMIT_EXCEEDED);
        assertThat(refusal(honest))
                .hasMessage("expected frames of at most 8192 pixels a side and 36000000 in all, "
                        + "found 16000x16000 in the header");
    }

    @Test
    void decode_ofFrameLargerThanItsHeaderSays_isRefused() throws Exception {
        DecodeLimits small = new DecodeLimits(512, 320 * 256, 1_000_000_000, 100, Duration.ofSeconds(60), 1 << 20);
        try (SegmentDecoder strict = new SegmentDecoder(small)) {
            for (Format format : List.of(Format.H264_MP4, Format.MPEG4_MP4, Format.PNG, Format.JPEG)) {
                Segment liar = withSize(first(TestVideo.of(2, 1).sized(480, 384), format), 320, 240);
                SegmentRefusedException refused = catchThrowableOfType(
                        SegmentRefusedException.class, () -> strict.decode(liar, ALL, frame -> {}));
                assertThat(refused).as("%s", format).isNotNull();
                assertThat(refused.refusal()).as("%s", format).isEqualTo(Refusal.LIMIT_EXCEEDED);
                assertThat(refused).hasMessageContaining("found 480x384 in the ");
            }
        }
    }

    @Test
    void decode_ofTooManyFramesOrTooLong_isRefused() throws Exception {
        Segment segment = first(TestVideo.of(20, 1), Format.MJPEG_AVI);
        try (SegmentDecoder few = new SegmentDecoder(
                        new DecodeLimits(8_192, 36_000_000, 1_000_000_000, 19, Duration.ofSeconds(60), 1 << 20));
                SegmentDecoder brief = new SegmentDecoder(
                        new DecodeLimits(8_192, 36_000_000, 1_000_000_000, 100, Duration.ofMillis(500), 1 << 20))) {
            SegmentRefusedException frames =
                    catchThrowableOfType(SegmentRefusedException.class, () -> few.decode(segment, ALL, frame -> {}));
            assertThat(frames.refusal()).isEqualTo(Refusal.LIMIT_EXCEEDED);
            assertThat(frames).hasMessage("expected at most 19 frames, found more");
            SegmentRefusedException duration =
                    catchThrowableOfType(SegmentRefusedException.class, () -> brief.decode(segment, ALL, frame -> {}));
            assertThat(duration.refusal()).isEqualTo(Refusal.LIMIT_EXCEEDED);
            assertThat(duration).hasMessage("expected a segment of at most 0.5 s, found 0.8 s");
        }
    }

    @Test
    void decode_ofCodecThatIsNotAllowed_isRefused() throws Exception {
        byte[] gif = first(TestVideo.of(1, 1), Format.PNG).payload();
        SegmentRefusedException unknown = refusal(new Segment(header(Container.MATROSKA, "cinepak", gif), gif));
        assertThat(unknown.refusal()).isEqualTo(Refusal.UNSUPPORTED_CODEC);
        assertThat(unknown).hasMessageStartingWith("expected one of [av1, ").hasMessageEndingWith("found 'cinepak'");
        SegmentRefusedException other = refusal(new Segment(header(Container.MATROSKA, "vp8", gif), gif));
        assertThat(other.refusal()).isEqualTo(Refusal.MALFORMED_HEADER);
        assertThat(other).hasMessage("expected codec vp8 as the header says, found png in the payload");
    }

    @Test
    void decode_ofMorePixelsInAllThanAllowed_isRefusedWithTheFramesBefore() throws Exception {
        Segment segment = first(TestVideo.of(10, 1), Format.H264_MP4);
        DecodeLimits limits = new DecodeLimits(8_192, 36_000_000, 4 * 320 * 256, 100, Duration.ofSeconds(60), 1 << 20);
        List<Frame> delivered = new ArrayList<>();
        try (SegmentDecoder strict = new SegmentDecoder(limits)) {
            SegmentRefusedException refused = catchThrowableOfType(
                    SegmentRefusedException.class, () -> strict.decode(segment, ALL, delivered::add));
            assertThat(refused.refusal()).isEqualTo(Refusal.LIMIT_EXCEEDED);
            assertThat(refused).hasMessageStartingWith("expected at most 327680 pixels in all frames together");
            assertThat(refused.framesDecoded()).isEqualTo(delivered.size()).isEqualTo(4);
        }
    }

    @Test
    void decode_ofSmallPayloadThatUnpacksToAFlood_isRefused() throws Exception {
        byte[] bomb = DeflatedMatroska.of(20, 1 << 20);
        assertThat(bomb).hasSizeLessThan(64 << 10);

        SegmentRefusedException refused = refusal(new Segment(header(Container.MATROSKA, "mjpeg", bomb), bomb));

        assertThat(refused.refusal()).isEqualTo(Refusal.LIMIT_EXCEEDED);
        assertThat(refused)
                .hasMessage("expected packets of at most 8388608 bytes in all, found 9437184 in the first 9");
    }

    @Test
    void decode_ofPacketsOverTheSegmentLimit_isRefused() throws Exception {
        Segment segment = first(TestVideo.of(10, 1), Format.MJPEG_AVI);
        DecodeLimits limits = new DecodeLimits(8_192, 36_000_000, 1_000_000_000, 100, Duration.ofSeconds(60), 1_000);
        try (SegmentDecoder strict = new SegmentDecoder(limits)) {
            SegmentRefusedException refused =
                    catchThrowableOfType(SegmentRefusedException.class, () -> strict.decode(segment, ALL, frame -> {}));
            assertThat(refused.refusal()).isEqualTo(Refusal.LIMIT_EXCEEDED);
            assertThat(refused).hasMessageStartingWith("expected packets of at most 1000 bytes in all, found ");
        }
    }

    /**
     * A frame is 1.3 MiB: one left behind in each round would be twice the bound. The least growth of some batches counts,
     * because the Java heap, which is in the figure too, stops growing.
     */
    @Test
    void decode_manyTimes_keepsNativeMemoryFlat() throws Exception {
        Segment good = first(TestVideo.of(4, 1).sized(1_280, 720), Format.H264_MP4);
        Segment bad = withPayload(good, TestVideo.flipped(good.payload(), 100, good.payload().length / 2, 3));
        decodeBoth(good, bad, 20);
        long tracked = Pointer.totalBytes();
        long leastGrowth = Long.MAX_VALUE;

        for (int batch = 0; batch < 3; batch++) {
            long resident = resident();
            decodeBoth(good, bad, 50);
            leastGrowth = Math.min(leastGrowth, resident() - resident);
        }

        assertThat(Pointer.totalBytes() - tracked).isLessThan(64 << 10);
        assertThat(leastGrowth).isLessThan(32 << 20);
    }

    private static long resident() {
        System.gc();
        return Pointer.physicalBytes();
    }

    /** A transport stream's tables alone: every packet but those of the video, whose id FFmpeg sets to 256. */
    private static byte[] withoutPictures(byte[] transportStream) {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        for (int at = 0; at < transportStream.length; at += 188) {
            int id = (transportStream[at + 1] & 0x1f) << 8 | transportStream[at + 2] & 0xff;
            if (id != 256) {
                tables.write(transportStream, at, 188);
            }
        }
        return tables.toByteArray();
    }

    private static void decodeBoth(Segment good, Segment bad, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (SegmentDecoder each = new SegmentDecoder(DecodeLimits.DEFAULT)) {
                each.decode(good, new FrameSampling.FramesPerSecond(1), frame -> {});
                SegmentRefusedException refused =
                        catchThrowableOfType(SegmentRefusedException.class, () -> each.decode(bad, ALL, frame -> {}));
                assertThat(refused).isNotNull();
                assertThat(refused.refusal()).isEqualTo(Refusal.DECODE_ERROR);
            }
        }
    }

    private SegmentRefusedException refusal(Segment segment) {
        SegmentRefusedException refused =
                catchThrowableOfType(SegmentRefusedException.class, () -> decoder.decode(segment, ALL, frame -> {}));
        assertThat(refused).isNotNull();
        return refused;
    }

    private Segment first(TestVideo video, Format format) throws Exception {
        return segments(video, format).get(0);
    }

    private List<Segment> segments(TestVideo video, Format format) throws Exception {
        Path file = video.write(folder, "clip", format);
        List<Segment> segments = new ArrayList<>();
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile("cam", file))) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                segments.add(next.get());
            }
        }
        return segments;
    }

    private static SegmentHeader header(Container container, String codec, byte[] payload) {
        return new SegmentHeader(
                "cam", 0, container, codec, 320, 256, 0, 1_000_000, 0, 0, 1, SegmentHeaders.crc32c(payload), 1);
    }

    private static Segment withPayload(Segment segment, byte[] payload) {
        SegmentHeader h = segment.header();
        return new Segment(
                new SegmentHeader(
                        h.stream(),
                        h.sequence(),
                        h.container(),
                        h.codec(),
                        h.width(),
                        h.height(),
                        h.firstPtsUs(),
                        h.durationUs(),
                        h.captureTimeUs(),
                        0,
                        1,
                        SegmentHeaders.crc32c(payload),
                        1),
                payload);
    }

    private static Segment withSize(Segment segment, int width, int height) {
        SegmentHeader h = segment.header();
        return new Segment(
                new SegmentHeader(
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
                        h.payloadCrc32c(),
                        1),
                segment.payload());
    }

    private static void assertSample(YuvImage image, int x, int y, int luma, int u, int v) {
        int chroma = y / 2 * ((image.width() + 1) / 2) + x / 2;
        assertThat(image.y()[y * image.width() + x] & 0xff).isBetween(luma - 6, luma + 6);
        assertThat(image.u()[chroma] & 0xff).isBetween(u - 6, u + 6);
        assertThat(image.v()[chroma] & 0xff).isBetween(v - 6, v + 6);
    }

    private static int[] rgb(YuvImage image, int x, int y) {
        int chroma = y / 2 * ((image.width() + 1) / 2) + x / 2;
        double l = image.y()[y * image.width() + x] & 0xff;
        double u = (image.u()[chroma] & 0xff) - 128;
        double v = (image.v()[chroma] & 0xff) - 128;
        if (!image.fullRange()) {
            l = (l - 16) * 255 / 219;
            u = u * 255 / 224;
            v = v * 255 / 224;
        }
        return new int[] {
            (int) Math.round(l + 1.402 * v),
            (int) Math.round(l - 0.344 * u - 0.714 * v),
            (int) Math.round(l + 1.772 * u)
        };
    }
}
