// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.netperfmeter.traffic.TransportProtocol;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The program behind {@code examples/reliability/soak}. */
@Command(
        name = "examples/reliability/soak",
        description =
                "A passive node, the program in a process of its own with default limits, and active nodes in one other"
                        + " process, under full load: saturated TCP, MPTCP and UDP flows, 300 paced ones, 30 whose messages are"
                        + " all recorded, and short measurements that come and go all the time. Neither process may hold more and"
                        + " more memory, threads, descriptors or files, and what it holds after the load is what it held before.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is flat, and every measurement has succeeded", "1:something was not", "2:wrong usage"})
final class Soak implements Callable<Integer> {
    private static final List<String> SATURATED = List.of(
            "TCP const0:const1400:const0:const1400",
            "MPTCP const0:const1400:const0:const1400",
            "UDP const0:const1400:const0:const1400");
    private static final int PACED = 300;
    private static final List<String> RECORDED = List.of(
            "TCP const100:const1000:const100:const1000",
            "MPTCP exp50:uniform48,8000:exp50:uniform48,8000:maxmsgsize=1400");
    private static final int RECORDED_PAIRS = 15;
    private static final List<String> SHORT = List.of(
            "TCP const0:const1400:const10:const500",
            "MPTCP const50:const1000:const50:const1000",
            "TCP const10:const20000:const10:const20000:maxmsgsize=1400",
            "UDP const20:const500:const20:const500");
    private static final List<String> VECTORS = List.of("", ".vec", ".vec.bz2");
    private static final int SHORT_AT_A_TIME = 3;
    private static final double SHORT_SECONDS = 0.5;

    private static final int WARM_UP_SECONDS = 2;
    private static final double MOST_SECONDS_BETWEEN_SAMPLES = 5;
    private static final int MOST_SAMPLES = 40;
    /** Threads that have nothing to do stay for some seconds. */
    private static final long SETTLE_MILLIS = 8_000;

    @Parameters(
            paramLabel = "SECONDS",
            arity = "0..1",
            defaultValue = "600",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    /** Short measurements share it. Samples have it to themselves: how many of the short ones run just then is no growth. */
    private final ReadWriteLock shortOnesRun = new ReentrantReadWriteLock(true);

    private volatile boolean over;

    /** Arguments: see {@code --help}. The project's directory is in the property {@code netperfmeter.root}. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Soak()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (WorkDirectory work = WorkDirectory.create("soak");
                PassiveProcess passive = PassiveProcess.start(WorkDirectory.program(), work.path())) {
            List<Series> nodes = List.of(
                    new Series("passive", passive.pid()),
                    new Series("active", ProcessHandle.current().pid()));
            load(passive, work.path(), WARM_UP_SECONDS, List.of());
            awaitIdle(passive);
            for (Series node : nodes) {
                node.begin(work.path());
            }
            int shortOnes = load(passive, work.path(), seconds, nodes);
            awaitIdle(passive);
            for (Series node : nodes) {
                node.end(work.path());
            }
            faults.addAll(passive.refusals());
            passive.namedTemporaryFiles().forEach(file -> faults.add("left by the passive node: " + file));
            int exitCode = passive.stop();
            boolean good = report(shortOnes, nodes) && exitCode == 0;
            System.out.printf("The passive node ended with exit code %d.%n", exitCode);
            work.keep(!good);
            return good ? 0 : 1;
        }
    }

    private static void awaitIdle(PassiveProcess passive) throws IOException, InterruptedException {
        passive.awaitIdle();
        Thread.sleep(SETTLE_MILLIS);
    }

    /** Puts load on both processes, taking samples. Returns the number of short measurements. */
    private int load(PassiveProcess passive, Path directory, int loadSeconds, List<Series> nodes)
            throws IOException, InterruptedException {
        over = false;
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            List<Future<Integer>> all = new ArrayList<>();
            all.add(executor.submit(() -> measure(passive, loadSeconds, directory.resolve("full"), "", fullLoad())));
            all.add(executor.submit(
                    () -> measure(passive, loadSeconds, directory.resolve("recorded"), ".vec.bz2", recorded())));
            for (int i = 0; i < SHORT_AT_A_TIME; i++) {
                Path own = directory.resolve("short-" + i);
                all.add(executor.submit(() -> comeAndGo(passive, own)));
            }
            sample(loadSeconds, nodes);
            over = true;
            int measurements = 0;
            for (Future<Integer> some : all) {
                measurements += some.get();
            }
            return measurements;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            executor.shutdown();
            executor.awaitTermination(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Between short measurements; under full load a sample may take a second. */
    private void sample(int loadSeconds, List<Series> nodes) throws IOException, InterruptedException {
        long intervalNanos = (long) (1e9 * Math.min(MOST_SECONDS_BETWEEN_SAMPLES, (double) loadSeconds / MOST_SAMPLES));
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(loadSeconds);
        for (long nextNanos = System.nanoTime() + intervalNanos;
                nextNanos < endNanos;
                nextNanos = System.nanoTime() + intervalNanos) {
            TimeUnit.NANOSECONDS.sleep(nextNanos - System.nanoTime());
            shortOnesRun.writeLock().lock();
            try {
                for (Series node : nodes) {
                    node.sample();
                }
            } finally {
                shortOnesRun.writeLock().unlock();
            }
        }
        TimeUnit.NANOSECONDS.sleep(endNanos - System.nanoTime());
    }

    private static List<String> fullLoad() {
        return Stream.concat(
                        SATURATED.stream(),
                        IntStream.range(0, PACED)
                                .mapToObj(number ->
                                        (number % 2 == 0 ? "TCP" : "MPTCP") + " const10:const500:const10:const500"))
                .toList();
    }

    private static List<String> recorded() {
        return IntStream.range(0, RECORDED_PAIRS)
                .boxed()
                .flatMap(number -> RECORDED.stream())
                .toList();
    }

    private int comeAndGo(PassiveProcess passive, Path directory) throws IOException {
        int measurements = 0;
        while (!over) {
            shortOnesRun.readLock().lock();
            try {
                measure(passive, SHORT_SECONDS, directory, VECTORS.get(measurements % VECTORS.size()), SHORT);
            } finally {
                shortOnesRun.readLock().unlock();
            }
            measurements++;
        }
        return measurements;
    }

    /** Returns 0: it does not count as a short one. */
    private int measure(PassiveProcess passive, double runSeconds, Path directory, String vectors, List<String> flows) {
        try {
            Files.createDirectory(directory);
            Measurement measurement = new Measurement(passive.basePort(), runSeconds, directory, vectors, flows);
            Measurement.Outcome outcome = measurement.run(() -> {});
            faults.addAll(outcome.faults());
            // UDP loses under this load, also what comes last, which no receiver can know of.
            Exactness.differences(outcome.active(), outcome.passive(), measurement.protocols()).stream()
                    .filter(difference -> !difference.startsWith(TransportProtocol.UDP.toString()))
                    .forEach(faults::add);
            WorkDirectory.delete(directory);
        } catch (IOException | RuntimeException e) {
            faults.add(e.toString());
        }
        return 0;
    }

    /** Returns whether nothing is wrong. */
    private boolean report(int shortOnes, List<Series> series) {
        System.out.printf(
                "%-8s %-20s %8s %8s %8s %8s %8s %8s%n", "Node", "", "before", "1/4", "2/4", "3/4", "4/4", "after");
        series.forEach(each -> each.rows().forEach(System.out::println));
        faults.forEach(System.out::println);
        System.out.printf(
                "%d s under full load, %d short measurements beside it, %d faults%n",
                seconds, shortOnes, faults.size());
        return faults.isEmpty() && series.stream().allMatch(Series::isFlat);
    }
}
