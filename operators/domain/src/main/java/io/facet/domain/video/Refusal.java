package io.facet.domain.video;

/** Why an input record was refused; the category of a dead letter, so that refusals can be counted by cause. */
public enum Refusal {
    /** A header is missing or is not of the form it should have. */
    MALFORMED_HEADER,
    /** The header set has a version this code does not read. */
    UNKNOWN_SCHEMA_VERSION,
    /** The payload's CRC-32C is not the one its header states. */
    CHECKSUM_MISMATCH,
    /** The payload is not a container that can be opened, or holds no video. */
    UNREADABLE_CONTAINER,
    /** The payload holds no frame that can be decoded. */
    NO_FRAMES,
    /** The decoder reported damage inside the payload. */
    DECODE_ERROR,
    /** The codec is unknown or not allowed. */
    UNSUPPORTED_CODEC,
    /** Width, height, frame count or duration is over its limit. */
    LIMIT_EXCEEDED,
    /** Parts of a split segment are missing, repeated or contradict each other. */
    INCOMPLETE_PARTS
}
