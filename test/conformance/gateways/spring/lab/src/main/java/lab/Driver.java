package lab;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One warm JVM, many gateways: each stdin line is a tab-separated argument list for a fresh context ("stop" closes it). */
public class Driver {
  public static void main(String[] argv) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err); // Boot's log goes to stderr; stdout carries the protocol only
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    Set<String> hopByHop = hopByHop();
    Set<String> untouched = Set.copyOf(hopByHop);
    ConfigurableApplicationContext ctx = null;
    String line;
    while ((line = in.readLine()) != null) {
      if (line.equals("stop")) {
        if (ctx != null) ctx.close();
        ctx = null;
        out.println("STOPPED");
        out.flush();
        continue;
      }
      List<String> args = new ArrayList<>(Arrays.asList(line.split("\t")));
      args.add("--server.port=0");
      args.add("--server.address=127.0.0.1");
      args.add("--spring.main.banner-mode=off");
      args.add("--spring.reactor.netty.shutdown-quiet-period=0ms"); // else each close() of a WebFlux context waits 2 s
      hopByHop.clear();
      hopByHop.addAll(untouched);
      long t = System.nanoTime();
      try {
        SpringApplication app = new SpringApplication(Gateway.class);
        app.setRegisterShutdownHook(false);
        ctx = app.run(args.toArray(new String[0]));
        out.println("READY\t" + ctx.getEnvironment().getProperty("local.server.port") + "\t" + (System.nanoTime() - t) / 1_000_000);
      } catch (Throwable e) {
        StringBuilder b = new StringBuilder();
        for (Throwable c = e; c != null; c = c.getCause() == c ? null : c.getCause())
          b.append(c.getClass().getSimpleName()).append(": ").append(String.valueOf(c.getMessage()).replaceAll("\\s+", " ")).append(" <- ");
        out.println("FAILED\t" + b + "\t" + (System.nanoTime() - t) / 1_000_000);
      }
      out.flush();
    }
    if (ctx != null) ctx.close();
    System.exit(0);
  }

  /**
   * Boot binds `filter.remove-hop-by-hop.headers` into a static set, which would outlive the context: WebFlux has one, WebMVC
   * none.
   */
  @SuppressWarnings("unchecked")
  private static Set<String> hopByHop() {
    try {
      Class<?> filter = Class.forName("org.springframework.cloud.gateway.filter.headers.RemoveHopByHopHeadersFilter");
      return (Set<String>) filter.getField("HEADERS_REMOVED_ON_REQUEST").get(null);
    } catch (ReflectiveOperationException missing) {
      return new HashSet<>();
    }
  }
}
