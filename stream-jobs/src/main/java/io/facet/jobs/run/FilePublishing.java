package io.facet.jobs.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import me.tongfei.progressbar.ProgressBar;

import io.facet.connectors.ingest.MediaFiles;
import io.facet.connectors.ingest.PublisherOptions;
import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.kafka.Topics;
import io.facet.console.ConsoleBar;
import io.facet.console.Interruption;

/**
 * {@code facet publish}: files in, segments in Kafka out.
 *
 * @param topics created where they are missing
 * @param publisher where segments go
 * @param partitions of topics that have to be created
 */
public record FilePublishing(Topics topics, PublisherOptions publisher, int partitions) {
    private static final long LOOK_EVERY_MS = 200;

    /**
     * Publishes files until all are done or a stop is asked for.
     *
     * @param console where progress and remarks go
     * @return whether some file could not be read, or not to its end
     */
    public boolean publish(MediaFiles files, Interruption interruption, PrintStream console) throws Exception {
        new TopicAdmin(publisher.bootstrapServers(), publisher.clientProperties(), Duration.ofSeconds(10))
                .ensure(topics, partitions, 1);
        Set<Publication.Notice> told = new HashSet<>();
        try (SegmentPublisher segments = SegmentPublisher.open(publisher);
                Publication publication = Publication.start(files.files(), segments);
                ProgressBar bar = ConsoleBar.builder("Publishing", console, System.console() != null)
                        .setInitialMax(-1)
                        .setUnit(" segments", 1)
                        .build()) {
            boolean done = false;
            while (!done) {
                done = publication.awaitDone(Duration.ofMillis(LOOK_EVERY_MS));
                bar.stepTo(publication.segments());
                if (interruption.requested()) {
                    publication.stop();
                }
                Stream.concat(publication.remarks().stream(), publication.problems().stream())
                        .filter(told::add)
                        .forEach(notice -> console.println("facet: " + notice.text()));
            }
            publication.check();
            return !publication.problems().isEmpty();
        }
    }
}
