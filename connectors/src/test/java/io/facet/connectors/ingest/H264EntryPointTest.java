package io.facet.connectors.ingest;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class H264EntryPointTest {
    private static final String DELIMITER = "00000001 0910";
    private static final String PARAMETER_SETS = "00000001 67640014 000001 68ee3c80";
    private static final String SLICE = "000001 419a0c08";
    private static final String IDR_SLICE = "000001 65888400";
    private static final String USER_DATA = "0504aabbccdd";

    @Test
    void isClean_ofIdrPicture_isTrue() {
        assertThat(isClean(DELIMITER, PARAMETER_SETS, IDR_SLICE)).isTrue();
    }

    @Test
    void isClean_ofExactRecoveryPoint_isTrue() {
        // Payload type 6, 1 byte, recovery_frame_cnt = 0 is the bit 1.
        assertThat(isClean(DELIMITER, PARAMETER_SETS, "000001 06 0601c4 80", SLICE))
                .isTrue();
        assertThat(isClean("000001 06" + USER_DATA + "0601c4 80", SLICE)).isTrue();
    }

    @Test
    void isClean_ofGradualRefresh_isFalse() {
        // recovery_frame_cnt = 24 is 000011001.
        assertThat(isClean(DELIMITER, PARAMETER_SETS, "000001 06 06020ce0 80", SLICE))
                .isFalse();
    }

    @Test
    void isClean_ofOtherPicturesAndTruncatedUnits_isFalse() {
        assertThat(isClean(DELIMITER, SLICE)).isFalse();
        assertThat(isClean("000001 06" + USER_DATA + "80", SLICE)).isFalse();
        assertThat(isClean("000001 06 ffff")).isFalse();
        assertThat(isClean("000001 06 06")).isFalse();
        assertThat(isClean("0000")).isFalse();
        assertThat(isClean()).isFalse();
    }

    private static boolean isClean(String... units) {
        byte[] bytes = HexFormat.of().parseHex(String.join("", units).replace(" ", ""));
        return H264EntryPoint.isClean(ByteBuffer.wrap(bytes));
    }
}
