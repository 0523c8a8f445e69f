package io.facet.jobs.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.connectors.ingest.IngestException;
import io.facet.connectors.ingest.MediaFiles;
import io.facet.connectors.ingest.PublishException;
import io.facet.connectors.ingest.PublisherOptions;
import io.facet.connectors.kafka.KafkaUnreachableException;
import io.facet.console.Interruption;
import io.facet.domain.UserError;
import io.facet.jobs.run.FilePublishing;

/** {@code facet publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Cuts video files into segments and publishes them to Kafka, each file as one stream.",
            "Nothing is transcoded where the codec can be cut at its key frames; what has to be encoded anew is named."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything was published",
            "1:a file could not be read, or not to its end; the others were published",
            "2:an option or input is not right, or Kafka cannot be reached",
            "130:stopped by Ctrl-C; streams that were begun were ended"
        })
final class PublishCommand implements Callable<Integer> {
    private static final int EXIT_PROBLEMS = 1;
    private static final int EXIT_INTERRUPTED = 130;

    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Video files, pictures, or folders of them; each file is one stream.")
    private List<Path> inputs;

    @Mixin
    private KafkaFlags kafka;

    @Override
    public Integer call() throws Exception {
        try (Interruption interruption = Interruption.listen(Duration.ofSeconds(30))) {
            PublisherOptions options = PublisherOptions.of(
                            kafka.bootstrapServers(), kafka.topics().segments())
                    .withClientProperties(kafka.properties());
            boolean problems = new FilePublishing(kafka.topics(), options, kafka.partitions())
                    .publish(MediaFiles.list(inputs), interruption, System.err);
            if (interruption.requested()) {
                return EXIT_INTERRUPTED;
            }
            return problems ? EXIT_PROBLEMS : 0;
        } catch (IngestException | PublishException | KafkaUnreachableException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
