package io.facet.jobs.cli;

import java.time.Duration;

import io.facet.connectors.ingest.IngestException;
import io.facet.console.Interruption;
import io.facet.domain.UserError;
import io.facet.inference.bundle.BundleException;
import io.facet.jobs.report.OutputFolderException;
import io.facet.jobs.run.FaceRun;
import io.facet.jobs.run.RunOutcome;
import io.facet.jobs.run.RunRequest;

/** The main job over files, in this process, as a command runs it. */
record LocalRun(RunRequest request) {
    private static final int EXIT_PROBLEMS = 1;
    private static final int EXIT_INTERRUPTED = 130;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    /** Is told what came of a run, before the command ends. */
    @FunctionalInterface
    interface Teller {
        void tell(RunOutcome outcome, boolean interrupted);
    }

    /** The command's exit code. */
    int execute(Teller teller) throws Exception {
        try (Interruption interruption = Interruption.listen(STOP_LIMIT)) {
            RunOutcome outcome = new FaceRun(request, interruption, System.err, ProcessStart.nanos()).execute();
            boolean interrupted = interruption.requested();
            teller.tell(outcome, interrupted);
            if (interrupted) {
                return EXIT_INTERRUPTED;
            }
            return outcome.problems().isEmpty() ? 0 : EXIT_PROBLEMS;
        } catch (BundleException | IngestException | OutputFolderException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
