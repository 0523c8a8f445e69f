/** From files to the segment topic: listing, demultiplexing, cutting at key frames, publishing. Nothing is decoded unless it must be. */
package io.facet.connectors.ingest;
