package io.facet.inference.session;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class WideStackTest {

    @Test
    void call_interruptedWhileTheWorkRuns_stillHandsOverItsResultAndKeepsTheInterrupt() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean interruptKept = new AtomicBoolean();
        CompletableFuture<String> handedOver = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                String opened = WideStack.call(() -> {
                    running.countDown();
                    finish.await();
                    return "opened";
                });
                interruptKept.set(Thread.currentThread().isInterrupted());
                handedOver.complete(opened);
            } catch (Exception e) {
                handedOver.completeExceptionally(e);
            }
        });
        caller.start();
        running.await();
        caller.interrupt();
        finish.countDown();

        assertThat(handedOver.get()).isEqualTo("opened");
        assertThat(interruptKept).isTrue();
    }

    @Test
    void call_workThatFails_throwsWhatItThrew() {
        assertThatThrownBy(() -> WideStack.call(() -> {
                    throw new IOException("no such file");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file");
    }
}
