package dev.windtunnel.console;

import java.util.List;

/** What was typed in the sessions of {@link TranscriptTest}. */
final class Sessions {
    private static final String HELLO =
            """
            kubectl version
            kubectl get pods
            kubectl get pods -o wide
            kubectl get all
            kubectl get svc,deploy --no-headers
            kubectl get nodes
            kubectl get endpoints
            kubectl get rs
            kubectl get pod/tool-185907110-fsr04 -o yaml
            kubectl get svc tool -o json
            kubectl get pods --show-labels -l 'version in (1, 2),name!=tool'
            kubectl get pods -l name=nobody
            kubectl describe svc helloworldsvc
            kubectl describe pod tool-185907110-fsr04
            kubectl describe deployment helloworld-service
            istioctl version
            istioctl get route-rules
            istioctl get route-rules -o yaml
            istioctl get route-rule helloworld-default
            istioctl create -f timeout.yaml
            sleep 5
            kubectl exec -it tool-185907110-fsr04 bash
            hostname
            env
            # a comment
            curl -s -w '%{http_code} %{time_total}\\n' helloworldsvc:8080/HelloWorld/delay.jsp
            curl -sv http://helloworldsvc:8080/HelloWorld/index.jsp
            exit
            istioctl create -f retry.yaml
            istioctl replace -f retry.yaml
            sleep 2s
            kubectl exec tool-185907110-fsr04 -c tool -- curl -s -o /dev/null -w '%{http_code}' helloworldsvc:8080/HelloWorld/delay.jsp
            istioctl delete route-rule helloworld-timeout
            istioctl get route-rules
            istioctl kube-inject -f pods.yaml --tag 0.1.6
            kubectl scale deployment helloworld-service-v2 --replicas=2
            kubectl rollout status deployment/helloworld-service-v2
            kubectl get pods -l tomcat-app
            kubectl delete pod tool-185907110-fsr04
            kubectl get pods -l name=tool
            kubectl delete -f timeout.yaml
            istioctl analyze
            """;

    private static final String REFUSALS =
            """
            kubectl
            kubectl frob
            kubectl get
            kubectl get nonsense
            kubectl get pods nobody
            kubectl get pods -o xml
            kubectl get pods --frob
            kubectl get pods -l 'a b c'
            kubectl get pod/x tool
            kubectl describe
            kubectl describe svc nobody
            kubectl rollout history deployment/tool
            kubectl rollout status tool
            kubectl rollout status deployment/nobody
            kubectl exec
            kubectl exec tool-185907110-fsr04
            kubectl exec nobody -- curl x
            kubectl exec tool-185907110-fsr04 -c nobody -- curl x
            kubectl exec tool-185907110-fsr04 -- ls
            kubectl apply
            kubectl apply -f nowhere.yaml
            kubectl apply -f broken.yaml
            kubectl create -f pods.yaml
            kubectl scale deployment tool
            kubectl scale deployment tool --replicas=-1
            kubectl scale deployment tool --replicas=many
            kubectl scale deployment nobody --replicas=1
            kubectl scale tool --replicas=1
            kubectl delete
            kubectl delete pods
            kubectl delete svc nobody
            kubectl delete svc nobody --ignore-not-found
            kubectl delete svc -l name=nobody
            kubectl delete frobs x
            istioctl
            istioctl frob
            istioctl get
            istioctl get route-rule nobody
            istioctl get nonsense
            istioctl create
            istioctl create -f wrong.yaml
            istioctl create -f gone.yaml
            istioctl replace -f timeout.yaml
            istioctl delete route-rule
            istioctl delete route-rule nobody
            istioctl proxy-config routes tool-185907110-fsr04
            istioctl kube-inject
            istioctl kube-inject -f nowhere.yaml
            sleep
            sleep soon
            curl helloworldsvc:8080
            ls -l
            kubectl get pods | grep tool
            kubectl get 'pods
            """;

    private static final String SHOP =
            """
            kubectl version
            kubectl get all
            kubectl get pods -A -o wide
            kubectl get virtualservices,destinationrules
            kubectl get vs reviews -o yaml
            kubectl get gateways
            kubectl get se
            kubectl get serviceaccounts
            kubectl get endpoints
            kubectl get nodes -o wide
            kubectl get namespaces
            kubectl get pods -o name
            kubectl describe pod reviews-v1
            kubectl describe vs reviews
            kubectl describe svc reviews
            kubectl describe deploy reviews-v2
            istioctl version
            istioctl analyze
            istioctl proxy-config routes WEB
            istioctl pc routes WEB --name 9080
            istioctl pc clusters WEB
            istioctl pc clusters WEB --fqdn reviews.shop.svc.cluster.local
            istioctl pc endpoints WEB
            istioctl pc endpoints WEB --port 9080
            istioctl pc listeners WEB
            istioctl pc routes
            istioctl pc routes nobody
            istioctl pc routes LONER
            istioctl get virtualservices
            istioctl create -f canary.yaml
            istioctl kube-inject -f canary.yaml
            """;

    private static final String CURL =
            """
            kubectl exec -it WEB -- bash
            curl
            curl --frob http://reviews:9080/
            curl -m
            curl -m soon http://reviews:9080/
            curl -i http://reviews:9080/
            curl -I http://reviews:9080/
            curl -v -X POST -d name=fox -H 'x-flavour: sweet' http://reviews:9080/
            curl -s -w '%{http_code} %{size_download} %{num_redirects} %{remote_ip} %{url_effective} %{method} %{nothing} %%\\t.\\n' http://reviews:9080/
            curl -s http://reviews:9080/old
            curl -sL -w '%{num_redirects} %{url_effective}\\n' http://reviews:9080/old
            curl -s http://reviews:9080/round
            curl -sSL http://reviews:9080/round
            curl -s -H 'end-user: jason' http://reviews:9080/
            curl -sf http://reviews:9080/abort
            curl -sSf http://reviews:9080/abort
            curl --retry 2 http://reviews:9080/abort
            curl -sS -m 0.25 http://reviews:9080/slow
            curl -s -c jar.txt http://reviews:9080/cookie
            curl -s -b jar.txt -v http://reviews:9080/cookie
            curl -s -b 'a=1; b=2' -v http://reviews:9080/
            curl -s -o answer.txt http://reviews:9080/
            curl -s -o /answer.txt http://reviews:9080/
            cat answer.txt nowhere.txt
            cat canary.yaml
            curl -s -o / http://reviews:9080/
            curl -s -o answer.txt/part http://reviews:9080/
            curl -s --data-raw @x --url http://reviews:9080/
            curl -s -d @nowhere http://reviews:9080/
            curl -s -d @canary.yaml http://reviews:9080/
            curl http://nobody/
            curl http://reviews:1234/
            curl http://203.0.113.9/
            curl ftp://reviews/
            curl -s --resolve example.org:80:10.0.0.9 http://example.org/
            curl -s http://localhost:8080/
            curl -s --connect-timeout 1 http://203.0.113.9/
            curl -s http://reviews:9080/ http://reviews:9080/
            curl -s -k https://reviews:9080/
            curl -s --http2 http://reviews.shop.svc.cluster.local:9080/
            exit
            kubectl exec LONER -- curl -s http://reviews:9080/
            """;

    private static final String CHANGES =
            """
            kubectl apply -f canary.yaml
            kubectl apply -f canary.yaml
            kubectl get vs
            kubectl create -f canary.yaml
            kubectl replace -f canary.yaml
            kubectl replace -f new.yaml
            kubectl apply -f new.yaml
            kubectl apply -f all
            kubectl apply -f refused.yaml
            kubectl -n shop get deploy
            kubectl --namespace=other get pods
            kubectl scale deployment/web --replicas=3
            kubectl get pods -l app=web
            kubectl rollout status deployment web
            kubectl get pods -l app=web
            kubectl get deploy web
            kubectl scale deploy web --replicas=0
            sleep 1m
            kubectl get pods -l app=web
            kubectl delete pod -l app=reviews --grace-period=0 --force
            kubectl get pods -l app=reviews
            kubectl exec deploy/loner -- hostname
            kubectl exec deploy/web -- hostname
            kubectl delete vs --all
            kubectl get vs
            kubectl delete -f new.yaml
            kubectl delete deploy/loner svc/reviews
            kubectl get all
            """;

    private Sessions() {}

    /** The lines of a session; {@code WEB} and {@code LONER} stand for pods. */
    private static final String ROLLOUTS =
            """
            kubectl scale deploy reviews-v1 --replicas=3
            kubectl rollout status deploy/reviews-v1
            kubectl rollout history deploy/reviews-v1
            kubectl rollout undo deploy/reviews-v1
            kubectl apply -f reviews.yaml
            kubectl get pods -l version=v1
            kubectl get deploy reviews-v1
            kubectl rollout status deploy reviews-v1
            kubectl get pods -l version=v1
            kubectl rollout history deploy/reviews-v1
            kubectl rollout restart deploy/reviews-v1
            kubectl rollout status deploy/reviews-v1
            kubectl rollout undo deploy/reviews-v1 --to-revision=1
            kubectl rollout status deploy/reviews-v1
            kubectl rollout history deploy/reviews-v1
            kubectl rollout undo deploy/reviews-v1 --to-revision=4
            kubectl rollout undo deploy/reviews-v1 --to-revision=9
            kubectl rollout pause deploy/reviews-v1
            kubectl rollout pause deploy/reviews-v1
            kubectl rollout restart deploy/reviews-v1
            kubectl rollout undo deploy/reviews-v1
            kubectl rollout resume deploy/reviews-v1
            kubectl rollout resume deploy/reviews-v1
            kubectl rollout restart deploy/nobody
            kubectl rollout restart svc/reviews
            kubectl rollout restart
            kubectl rollout forward deploy/reviews-v1
            """;

    static java.util.List<String> of(String session) {
        String text =
                switch (session) {
                    case "hello" -> HELLO;
                    case "refusals" -> REFUSALS;
                    case "shop" -> SHOP;
                    case "curl" -> CURL;
                    case "changes" -> CHANGES;
                    case "rollouts" -> ROLLOUTS;
                    default -> throw new IllegalArgumentException(session);
                };
        List<String> lines = text.lines().toList();
        return lines.stream()
                .map(line -> line.replace("WEB", "web-1").replace("LONER", "loner-1"))
                .toList();
    }
}
