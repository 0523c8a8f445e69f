package io.facet.connectors.kafka;

import java.util.Arrays;
import java.util.Locale;

import org.apache.flink.connector.base.DeliveryGuarantee;

/** What a consumer sees of results after a failure. */
public enum DeliveryMode {
    /** Each result once, in Kafka transactions: visible to {@code read_committed} readers after the next checkpoint. */
    EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE),
    /** Each result at least once, at once: consumers tell repetitions by the record's id. */
    LOW_LATENCY(DeliveryGuarantee.AT_LEAST_ONCE);

    private final DeliveryGuarantee guarantee;

    DeliveryMode(DeliveryGuarantee guarantee) {
        this.guarantee = guarantee;
    }

    /** Its name in options: {@code exactly-once} or {@code low-latency}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static DeliveryMode ofKey(String key) {
        return Arrays.stream(values())
                .filter(mode -> mode.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown delivery mode '%s', expected one of %s"
                        .formatted(
                                key,
                                Arrays.stream(values()).map(DeliveryMode::key).toList())));
    }

    DeliveryGuarantee guarantee() {
        return guarantee;
    }
}
