package io.facet.connectors.video;

import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;

class FfmpegTest {

    @Test
    void reason_afterOtherUsesOfTheMemory_endsWhereFfmpegsTextEnds() {
        for (int i = 0; i < 100; i++) {
            try (BytePointer used = new BytePointer(128)) {
                used.fill('#');
            }
            assertThat(Ffmpeg.reason(AVERROR_INVALIDDATA)).isEqualTo("Invalid data found when processing input");
        }
    }
}
