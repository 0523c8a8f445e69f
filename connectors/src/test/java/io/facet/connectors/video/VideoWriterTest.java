package io.facet.connectors.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.decode.DecodeLimits;
import io.facet.connectors.decode.SegmentDecoder;
import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.connectors.testing.TestVideo;
import io.facet.domain.video.Frame;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VideoWriterTest {
    @TempDir
    Path folder;

    @Test
    void write_withUnevenTimes_keepsPicturesAndTimes() throws Exception {
        long[] times = {0, 40_000, 50_000, 200_000, 1_000_000};
        Path file = write("clip.mp4", TestVideo.of(5, 2), times);

        List<Frame> frames = read(file);

        assertThat(frames).extracting(Frame::ptsUs).containsExactly(0L, 40_000L, 50_000L, 200_000L, 1_000_000L);
        TestVideo.Face face = TestVideo.of(5, 2).faces(4).get(0);
        Frame last = frames.get(4);
        assertThat(last.image().v()[face.y() / 2 * 160 + face.x() / 2] & 0xff).isBetween(195, 211);
    }

    @Test
    void write_twice_givesTheSameBytesAndAnIndexInFront() throws Exception {
        long[] times = {0, 40_000, 80_000};
        byte[] first = Files.readAllBytes(write("a.mp4", TestVideo.of(3, 1), times));
        byte[] second = Files.readAllBytes(write("b.mp4", TestVideo.of(3, 1), times));

        assertThat(second).isEqualTo(first);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        assertThat(text.indexOf("moov")).isPositive().isLessThan(text.indexOf("mdat"));
    }

    @Test
    void write_ofOddAndOfHugePictures_fitsThemToTheEncoder() throws Exception {
        Frame odd =
                read(write("odd.mp4", TestVideo.of(1, 1).sized(321, 255), 0)).get(0);
        assertThat(odd.image().width()).isEqualTo(320);
        assertThat(odd.image().height()).isEqualTo(254);
        Frame huge = read(write("huge.mp4", TestVideo.of(1, 1).sized(6_000, 4_000), 0))
                .get(0);
        assertThat(huge.image().width()).isLessThanOrEqualTo(4_096);
        assertThat(huge.image().width() / (double) huge.image().height()).isBetween(1.49, 1.51);
    }

    @Test
    void write_ofAnotherSize_saysExpectedAndFound() throws Exception {
        try (VideoWriter writer = VideoWriter.open(folder.resolve("x.mp4"), 320, 256)) {
            BufferedImage other = TestVideo.of(1, 0).sized(640, 480).image(0);
            assertThatThrownBy(() -> writer.write(other, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a TYPE_3BYTE_BGR picture of 320x256, got type 5 of 640x480");
        }
    }

    @Test
    void open_inMissingFolder_namesTheFile() {
        Path file = folder.resolve("missing").resolve("x.mp4");
        assertThatThrownBy(() -> VideoWriter.open(file, 320, 256))
                .isInstanceOf(IOException.class)
                .hasMessage("video " + file + ": could not open the file: No such file or directory");
    }

    private Path write(String name, TestVideo video, long... times) throws IOException {
        Path file = folder.resolve(name);
        try (VideoWriter writer = VideoWriter.open(file, video.width(), video.height())) {
            for (int i = 0; i < times.length; i++) {
                writer.write(video.image(i), times[i]);
            }
        }
        return file;
    }

    private static List<Frame> read(Path file) throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile("s", file));
                SegmentDecoder decoder = new SegmentDecoder(DecodeLimits.DEFAULT)) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                decoder.decode(next.get(), new FrameSampling.All(), frames::add);
            }
        }
        return frames;
    }
}
