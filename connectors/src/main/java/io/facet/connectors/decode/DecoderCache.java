package io.facet.connectors.decode;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A decoder for each stream, the least recently used being closed when there are too many. Owns its decoders. One
 * thread.
 */
final class DecoderCache implements AutoCloseable {
    private static final float LOAD_FACTOR = 0.75f;

    private final DecodeLimits limits;
    private final int capacity;
    private final Map<String, SegmentDecoder> decoders = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    DecoderCache(DecodeLimits limits, int capacity) {
        this.limits = limits;
        this.capacity = capacity;
    }

    /** The stream's decoder; valid until the next call. */
    SegmentDecoder get(String stream) {
        SegmentDecoder decoder = decoders.computeIfAbsent(stream, id -> new SegmentDecoder(limits));
        if (decoders.size() > capacity) {
            Iterator<SegmentDecoder> eldestFirst = decoders.values().iterator();
            eldestFirst.next().close();
            eldestFirst.remove();
        }
        return decoder;
    }

    void remove(String stream) {
        SegmentDecoder decoder = decoders.remove(stream);
        if (decoder != null) {
            decoder.close();
        }
    }

    int size() {
        return decoders.size();
    }

    @Override
    public void close() {
        decoders.values().forEach(SegmentDecoder::close);
        decoders.clear();
    }
}
