package io.facet.connectors.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.facet.connectors.decode.DecodeLimits;
import io.facet.connectors.decode.SegmentDecoder;
import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.domain.video.Frame;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader.Container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class VideoSegmenterTest {
    private static final int FRAMES = 60;
    private static final long FRAME_US = 40_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"PNG", "JPEG"},
            mode = EnumSource.Mode.EXCLUDE)
    void next_ofRenderedClip_losesNoFrameAndKeepsItsTimes(Format format) throws Exception {
        assumeTrue(format.available(), "this build of FFmpeg cannot render " + format);
        Path clip = TestVideo.of(FRAMES, 2).write(folder, "clip", format);

        List<Frame> frames = decode(segments(clip));

        assertThat(frames).hasSize(FRAMES);
        for (int i = 0; i < FRAMES; i++) {
            assertThat(frames.get(i).ptsUs()).isEqualTo(i * FRAME_US);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"PNG", "JPEG"})
    void next_ofStillImage_givesOneSegmentOfOneFrame(Format format) throws Exception {
        Path image = TestVideo.of(1, 1).write(folder, "still", format);

        List<Segment> segments = segments(image);

        assertThat(segments).hasSize(1);
        assertThat(segments.get(0).header().durationUs()).isEqualTo(FRAME_US);
        assertThat(segments.get(0).header().container()).isEqualTo(Container.MATROSKA);
        assertThat(decode(segments)).hasSize(1);
    }

    @Test
    void next_ofOpenGroups_showsEveryPictureOnceAndWithoutDamage() throws Exception {
        TestVideo video = TestVideo.of(100, 1);
        List<Segment> segments = segments(video.write(folder, "open-gop", Format.MPEG2_TS));

        assertThat(segments).hasSizeGreaterThan(2);
        List<Frame> frames = decode(segments);
        assertThat(frames).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(faceIsWhereItWasDrawn(frames.get(i), video, i))
                    .as("frame %d", i)
                    .isTrue();
        }
    }

    private static boolean faceIsWhereItWasDrawn(Frame frame, TestVideo video, int index) {
        TestVideo.Face face = video.faces(index).get(0);
        int inside = luma(frame, face.x(), face.y());
        int outside = luma(frame, face.x() + face.diameter() / 2 + 10, face.y());
        int edge = luma(frame, face.x() + face.diameter() / 2 - 5, face.y());
        return inside > 80 && edge > 80 && outside < 65;
    }

    private static int luma(Frame frame, int x, int y) {
        return frame.image().y()[y * frame.image().width() + x] & 0xff;
    }

    @Test
    void next_cutsAtFirstKeyFrameAfterTheTargetDuration() throws Exception {
        Path clip = TestVideo.of(FRAMES, 1).write(folder, "clip", Format.H264_MP4);

        List<Segment> segments = segments(clip);

        // Key frames are 12 frames apart: the first one at or after 1 s is frame 36.
        assertThat(segments).extracting(s -> s.header().firstPtsUs()).containsExactly(0L, 36 * FRAME_US);
        assertThat(segments).extracting(s -> s.header().durationUs()).containsExactly(36 * FRAME_US, 24 * FRAME_US);
        assertThat(segments).extracting(s -> s.header().sequence()).containsExactly(0L, 1L);
        assertThat(segments.get(0).header().codec()).isEqualTo("h264");
        assertThat(segments.get(0).header().width()).isEqualTo(320);
        assertThat(segments.get(0).header().height()).isEqualTo(256);
    }

    @Test
    void next_twice_givesTheSameBytes() throws Exception {
        for (Format format : List.of(Format.H264_MP4, Format.MJPEG_AVI, Format.GIF)) {
            Path clip = TestVideo.of(FRAMES, 1).write(folder, "again", format);
            List<Segment> first = segments(clip);
            List<Segment> second = segments(clip);
            assertThat(second).hasSameSizeAs(first);
            for (int i = 0; i < first.size(); i++) {
                assertThat(second.get(i).header()).isEqualTo(first.get(i).header());
                assertThat(second.get(i).payload()).isEqualTo(first.get(i).payload());
            }
        }
    }

    @Test
    void next_ofSegmentPayloads_isPlayableOnItsOwn() throws Exception {
        Path clip = TestVideo.of(FRAMES, 1).write(folder, "clip", Format.MPEG4_MP4);
        List<Segment> segments = segments(clip);
        int frames = 0;
        for (Segment segment : segments) {
            Path alone = Files.write(folder.resolve("alone-" + segment.header().sequence() + ".ts"), segment.payload());
            frames += decode(segments(alone)).size();
        }
        // One copy of a key frame ends a segment whose key frame has leading pictures.
        assertThat(frames).isBetween(FRAMES, FRAMES + segments.size());
    }

    @Test
    void next_withoutCreationTime_stampsTheFilesModificationTime() throws Exception {
        Path clip = TestVideo.of(FRAMES, 1).write(folder, "dated", Format.MJPEG_AVI);
        Instant changed = Instant.parse("2024-05-06T07:08:09.123456Z");
        Files.setLastModifiedTime(clip, FileTime.from(changed));

        List<Segment> segments = segments(clip);

        long expected = changed.getEpochSecond() * 1_000_000 + 123_456;
        assertThat(segments.get(0).header().captureTimeUs()).isEqualTo(expected);
        assertThat(segments.get(1).header().captureTimeUs())
                .isEqualTo(expected + segments.get(1).header().firstPtsUs());
    }

    @Test
    void reencoded_ofGif_saysWhy() throws Exception {
        Path gif = TestVideo.of(3, 1).write(folder, "anim", Format.GIF);
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile("g", gif))) {
            assertThat(segmenter.reencoded()).isTrue();
            assertThat(segmenter.reencodeReason()).contains("no segment container carries gif as it is");
            assertThat(segmenter.next().orElseThrow().header().codec()).isEqualTo("ffv1");
        }
    }

    @Test
    void next_whereKeyFramesAreTooFarApart_encodesAnewAndLosesNoFrame() throws Exception {
        Path clip = TestVideo.of(FRAMES, 1).write(folder, "sparse", Format.H264_MP4);
        SegmenterOptions strict = new SegmenterOptions(Duration.ofMillis(100), 64 << 20, Duration.ofMillis(300), 1_500);
        List<Segment> segments = new ArrayList<>();
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile("s", clip), strict)) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                segments.add(next.get());
            }
            assertThat(segmenter.reencodeReason().orElseThrow()).startsWith("key frames are more than 0 s");
        }
        assertThat(decode(segments))
                .extracting(Frame::ptsUs)
                .hasSize(FRAMES)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void open_ofEmptyFile_saysSo() {
        Path file = TestVideo.empty(folder.resolve("empty.mp4"));
        assertThatThrownBy(() -> segments(file))
                .isInstanceOf(IngestException.class)
                .hasMessage(file + ": expected a video or image, found an empty file");
    }

    @Test
    void open_ofTextRenamed_saysSo() {
        for (String name : List.of("text.mp4", "notes.txt")) {
            Path file = TestVideo.text(folder.resolve(name));
            assertThatThrownBy(() -> segments(file))
                    .isInstanceOf(IngestException.class)
                    .hasMessageStartingWith(file + ": expected a video or image, found ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void open_ofAudioOnly_namesWhatItFound() {
        Path file = TestVideo.audioOnly(folder.resolve("audio.mkv"));
        assertThatThrownBy(() -> segments(file))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("expected a video stream, found only pcm_s16le");
    }

    @Test
    void open_ofFileCutBeforeItsIndex_saysSo() {
        Path whole = TestVideo.of(FRAMES, 1).write(folder, "clip", Format.H264_MP4);
        Path cut = TestVideo.truncated(whole, 0.5); // The index of this MP4 is at its end.
        assertThatThrownBy(() -> segments(cut))
                .isInstanceOf(IngestException.class)
                .hasMessageStartingWith(cut + ": expected a video or image, found ");
    }

    @Test
    void next_ofFileCutInTheMiddle_givesWhatIsThereAndThenReports() throws Exception {
        for (Format format : List.of(Format.MJPEG_AVI, Format.FFV1_MKV)) {
            Path whole = TestVideo.of(FRAMES, 1).write(folder, "long", format);
            Path cut = TestVideo.truncated(whole, 0.7);
            List<Segment> found = new ArrayList<>();
            try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile("s", cut))) {
                assertThatThrownBy(() -> {
                            for (Optional<Segment> s = segmenter.next(); s.isPresent(); s = segmenter.next()) {
                                found.add(s.get());
                            }
                        })
                        .as("%s", format)
                        .isInstanceOf(IngestException.class)
                        .hasMessageContaining("%d segments were published", segmenter.segments());
                assertThat(segmenter.next()).isEmpty();
            }
            assertThat(decode(found)).as("%s", format).hasSizeBetween(30, FRAMES - 1);
        }
    }

    static List<Segment> segments(Path file) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile("s", file))) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                segments.add(next.get());
            }
        }
        return segments;
    }

    private static List<Frame> decode(List<Segment> segments) throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (SegmentDecoder decoder = new SegmentDecoder(DecodeLimits.DEFAULT)) {
            for (Segment segment : segments) {
                decoder.decode(segment, new FrameSampling.All(), frames::add);
            }
        }
        return frames;
    }
}
