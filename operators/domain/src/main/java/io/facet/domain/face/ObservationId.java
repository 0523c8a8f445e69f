package io.facet.domain.face;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The deterministic id of an observation: replaying the same offsets with the same bundle gives the same ids. */
public final class ObservationId {
    private static final int ID_BYTES = 16;

    private ObservationId() {}

    /**
     * SHA-256 of (stream, segment sequence, frame presentation time, face index, bundle), cut to 16 bytes, as 32
     * lower-case hexadecimal digits.
     */
    public static String of(String stream, long segment, long ptsUs, int faceIndex, String bundle) {
        return hash(stream, segment, ptsUs, faceIndex, bundle);
    }

    /** Joins the fields by 0x1F, which occurs in no number and which no stream name may contain, and hashes them. */
    static String hash(Object... fields) {
        String key = Arrays.stream(fields).map(String::valueOf).collect(Collectors.joining("\u001f"));
        byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
