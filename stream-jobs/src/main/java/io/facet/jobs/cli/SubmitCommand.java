package io.facet.jobs.cli;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.connectors.kafka.KafkaUnreachableException;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.record.RecordFormat;
import io.facet.domain.UserError;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.analysis.FaceAnalysisJob;
import io.facet.jobs.analysis.KafkaEnds;
import io.facet.jobs.cluster.Distribution;
import io.facet.jobs.cluster.JobSubmission;

/** {@code facet submit}. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Submits the main job to a Flink cluster, the one of 'facet cluster up' if nothing else is said.",
            "The job reads PREFIX.segments from where its group left off, or from a savepoint (--from), and runs until it"
                    + " is cancelled. The bundle must"
                    + " be readable under the same path on every TaskManager."
        })
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--flink",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8081",
            description = "Address of the JobManager (default: ${DEFAULT-VALUE}).")
    private URI flink;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "facet",
            description = "Name of the job, its consumer group and its transactions; no two running jobs may share one"
                    + " (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "avro",
            description = "How results are written to Kafka: avro or json (default: ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description =
                    "Savepoint or checkpoint to start from: tracks, faces in flight and positions in Kafka go on as"
                            + " they were. Needs the same --parallelism. Without it a job starts where its group left off, and"
                            + " what an earlier job of this name had in flight when it was cancelled is not analysed again.")
    private String from;

    @Mixin
    private KafkaFlags kafka;

    @Mixin
    private AnalysisFlags analysis;

    @Override
    public Integer call() {
        AnalysisJobOptions options = analysis.jobOptions();
        KafkaEnds ends = ends(options);
        JobSubmission submission =
                new JobSubmission(flink, Distribution.current().job());
        createTopics();
        JobID job = submission.submit(
                name,
                state(),
                environment -> new FaceAnalysisJob(ends.source(), ends.sinks(), options).define(environment));
        spec.commandLine().getOut().println("Submitted job " + job + "; see " + flink + "/#/job/running/" + job);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private KafkaEnds ends(AnalysisJobOptions options) {
        try {
            return new KafkaEnds(
                    kafka.bootstrapServers(),
                    kafka.topics(),
                    name,
                    options.delivery(),
                    RecordFormat.ofKey(format),
                    kafka.properties());
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private Configuration state() {
        Configuration configuration = new Configuration();
        if (from != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
        }
        return configuration;
    }

    private void createTopics() {
        try {
            new TopicAdmin(kafka.bootstrapServers(), kafka.properties(), Duration.ofSeconds(10))
                    .ensure(kafka.topics(), kafka.partitions(), 1);
        } catch (KafkaUnreachableException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
