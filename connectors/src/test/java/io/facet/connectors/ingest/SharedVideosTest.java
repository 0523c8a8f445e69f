package io.facet.connectors.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.connectors.decode.DecodeLimits;
import io.facet.connectors.decode.SegmentDecoder;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Real files: B-frames, edit lists, variable frame rate, HEVC, VP8, GIF. Skipped where the shared folder is missing. */
class SharedVideosTest {

    /** The frame counts are what {@code ffprobe -count_frames} says. */
    @ParameterizedTest
    @CsvSource({
        "WolfgangLanger_Pexels.mp4, 472, h264",
        "asl_book.mkv, 109, h264",
        "cap12_edit.webm, 1316, vp8",
        "crowd_1080p.mp4, 105, h264",
        "face_noface.mov, 169, hevc",
        "head-pose-face-detection-female-and-male.gif, 56, ffv1",
        "no_face.mp4, 95, h264",
        "single_face.mp4, 72, h264"
    })
    void next_ofRealFile_losesNoFrame(String name, int frames, String codec) throws Exception {
        Path file = shared().resolve("videos").resolve(name);
        assumeTrue(Files.exists(file), "shared video " + name + " is not there");
        int[] decoded = new int[1];
        long[] lastPtsUs = {-1};
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile("s", file));
                SegmentDecoder decoder = new SegmentDecoder(DecodeLimits.DEFAULT)) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                assertThat(next.get().header().codec()).isEqualTo(codec);
                decoder.decode(next.get(), new FrameSampling.All(), frame -> {
                    assertThat(frame.ptsUs()).isGreaterThan(lastPtsUs[0]);
                    lastPtsUs[0] = frame.ptsUs();
                    decoded[0]++;
                });
            }
        }
        assertThat(decoded[0]).isEqualTo(frames);
    }

    private static Path shared() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".ci"))) {
            folder = folder.getParent();
        }
        assumeTrue(folder != null, "the repository's root was not found");
        return folder.resolveSibling("shared");
    }
}
