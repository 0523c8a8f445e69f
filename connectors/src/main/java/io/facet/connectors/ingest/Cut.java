package io.facet.connectors.ingest;

import java.util.List;

/**
 * The packets of one segment.
 *
 * @param packets in decoding order, never empty; the holder closes them
 * @param start presentation time of the earliest packet, in the input's time base
 * @param end first presentation time after the segment; packets at or after it are there only to decode others
 */
record Cut(List<VideoPacket> packets, long start, long end) implements AutoCloseable {

    @Override
    public void close() {
        packets.forEach(VideoPacket::close);
    }
}
