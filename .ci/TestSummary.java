// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Counts the tests in Maven's XML reports and says which were skipped and why. Arguments: the requirements that the host
 * must meet.
 *
 * <p>The reason of a skip begins with the name of the requirement that is not met, and a colon. The skip of a test of
 * which the requirement had to be met counts as a failure, and so does one that names none: nobody could insist on it.
 * The last line is {@code N passed, N failed, N skipped}; the exit code is 0 only if nothing failed.
 */
final class TestSummary {
    private static final String IN_GUEST = "/vm-reports/";

    /** As what Maven reports a class that was skipped as a whole. */
    private static final String WHOLE_CLASS = ".initializationError";

    private final Set<String> required;
    private final Set<String> guestTests = new HashSet<>();
    private final Map<String, Integer> skips = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int tests;
    private int failed;
    private int skipped;

    private TestSummary(Set<String> required) {
        this.required = required;
    }

    public static void main(String[] arguments) {
        TestSummary summary = new TestSummary(Set.of(arguments));
        Map<Boolean, List<Path>> reports =
                reports().stream().collect(Collectors.partitioningBy(report -> report.toString().contains(IN_GUEST)));
        for (Path report : reports.get(true)) {
            summary.add(parse(report), true);
        }
        for (Path report : reports.get(false)) {
            summary.add(parse(report), false);
        }
        System.exit(summary.print() ? 0 : 1);
    }

    private static List<Path> reports() {
        try (Stream<Path> files = Files.walk(Path.of("."))) {
            return files.filter(file -> file.toString().matches(".*/target/(surefire|failsafe|vm)-reports/TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document parse(Path report) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        } catch (Exception e) {
            throw new IllegalStateException("cannot read " + report, e);
        }
    }

    private void add(Document report, boolean inGuest) {
        NodeList cases = report.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            boolean isSkipped = has(test, "skipped");
            if (inGuest) {
                guestTests.add(identity(test));
                guestTests.add(type(test) + WHOLE_CLASS);
            } else if (isSkipped && guestTests.contains(identity(test))) {
                continue;
            }
            tests++;
            if (has(test, "failure") || has(test, "error")) {
                failed++;
                failures.merge(name(test) + ": " + failure(test), 1, Integer::sum);
            } else if (isSkipped) {
                skip(test, reason((Element) test.getElementsByTagName("skipped").item(0)), inGuest);
            }
        }
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    /** The first line of what the exception says, or its class. */
    private static String failure(Element test) {
        Element failure = (Element) test.getElementsByTagName(has(test, "failure") ? "failure" : "error").item(0);
        String text = failure.hasAttribute("message") ? failure.getAttribute("message") : failure.getAttribute("type");
        return text.strip().replaceFirst("(?s)\\R.*", "");
    }

    private static String name(Element test) {
        String method = test.getAttribute("name");
        String type = test.getAttribute("classname");
        return type.substring(type.lastIndexOf('.') + 1) + (method.isEmpty() ? "" : "." + method);
    }

    /** Class and method, without parameters, and without the Java version that a report may put behind the class. */
    private static String identity(Element test) {
        return type(test) + "." + test.getAttribute("name").replaceFirst("\\(.*", "");
    }

    private static String type(Element test) {
        return test.getAttribute("classname").replaceFirst("\\(.*", "");
    }

    /** What an assumption says stands before its stack trace; what an annotation says is an attribute. */
    private static String reason(Element skipped) {
        String text = skipped.hasAttribute("message") ? skipped.getAttribute("message") : skipped.getTextContent();
        return text.strip()
                .replaceFirst("(?s)\\R.*", "")
                .replaceFirst("^(parent was skipped: )?([\\w.]+Exception: )?(Assumption failed: )?", "");
    }

    private void skip(Element test, String reason, boolean inGuest) {
        String requirement = reason.matches("[\\w-]+: .*")
                ? reason.substring(0, reason.indexOf(':')).toLowerCase(Locale.ROOT)
                : "";
        if (inGuest || requirement.isEmpty() || required.contains(requirement)) {
            failed++;
            failures.merge(name(test) + " was skipped, but must not be: " + reason, 1, Integer::sum);
        } else {
            skipped++;
            skips.merge(reason + " (" + name(test).replaceFirst("\\..*", "") + ")", 1, Integer::sum);
        }
    }

    /** Returns whether nothing failed. */
    private boolean print() {
        list("Skipped", skips);
        list("Failed", failures);
        System.out.printf("%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        return failed == 0 && tests > 0;
    }

    private static void list(String title, Map<String, Integer> entries) {
        if (!entries.isEmpty()) {
            System.out.println(title + ":");
            entries.forEach((entry, times) -> System.out.printf("%6d x %s%n", times, entry));
        }
    }
}
